import { define } from '../shared/define.ts';
import { CamLensScatter } from './cam-lens-scatter.ts';

define('cam-lens-scatter', CamLensScatter);
