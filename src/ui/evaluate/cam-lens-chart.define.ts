import { CamLensChart } from './cam-lens-chart.ts';
import { define } from '../shared/define.ts';

define('cam-lens-chart', CamLensChart);
