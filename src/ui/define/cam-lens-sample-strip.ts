import { CamLensSampleStrip } from '../cam-lens-sample-strip.ts';
import { define } from './define.ts';

define('cam-lens-sample-strip', CamLensSampleStrip);
