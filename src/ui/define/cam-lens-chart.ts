import { CamLensChart } from '../cam-lens-chart.ts';
import { define } from './define.ts';

define('cam-lens-chart', CamLensChart);
