import { CamLensTimings } from './cam-lens-timings.ts';
import { define } from '../shared/define.ts';

define('cam-lens-timings', CamLensTimings);
