import { CamLensDataSet } from '../cam-lens-data-set.ts';
import { define } from './define.ts';

define('cam-lens-data-set', CamLensDataSet);
