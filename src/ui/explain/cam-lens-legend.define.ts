import { CamLensLegend } from './cam-lens-legend.ts';
import { define } from '../shared/define.ts';

define('cam-lens-legend', CamLensLegend);
