import { define } from '../shared/define.ts';
import { CamLensLive } from './cam-lens-live.ts';

define('cam-lens-live', CamLensLive);
