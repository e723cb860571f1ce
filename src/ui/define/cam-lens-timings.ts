import { CamLensTimings } from '../cam-lens-timings.ts';
import { define } from './define.ts';

define('cam-lens-timings', CamLensTimings);
