import { CamLensSampleStrip } from './cam-lens-sample-strip.ts';
import { define } from '../shared/define.ts';

define('cam-lens-sample-strip', CamLensSampleStrip);
