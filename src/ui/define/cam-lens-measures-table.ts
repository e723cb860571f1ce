import { CamLensMeasuresTable } from '../cam-lens-measures-table.ts';
import { define } from './define.ts';

define('cam-lens-measures-table', CamLensMeasuresTable);
