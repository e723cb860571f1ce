import { CamLensLegend } from '../cam-lens-legend.ts';
import { define } from './define.ts';

define('cam-lens-legend', CamLensLegend);
