import { CamLensMeasuresTable } from './cam-lens-measures-table.ts';
import { define } from '../shared/define.ts';

define('cam-lens-measures-table', CamLensMeasuresTable);
