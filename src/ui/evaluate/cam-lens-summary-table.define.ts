import { CamLensSummaryTable } from './cam-lens-summary-table.ts';
import { define } from '../shared/define.ts';

define('cam-lens-summary-table', CamLensSummaryTable);
