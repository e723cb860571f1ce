import { CamLensStrip } from '../cam-lens-strip.ts';
import { define } from './define.ts';

define('cam-lens-strip', CamLensStrip);
