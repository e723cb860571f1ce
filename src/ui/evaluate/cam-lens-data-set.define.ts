import { CamLensDataSet } from './cam-lens-data-set.ts';
import { define } from '../shared/define.ts';

define('cam-lens-data-set', CamLensDataSet);
