import { CamLensStrip } from './cam-lens-strip.ts';
import { define } from '../shared/define.ts';

define('cam-lens-strip', CamLensStrip);
