import { CamLensClassTable } from './cam-lens-class-table.ts';
import { define } from '../shared/define.ts';

define('cam-lens-class-table', CamLensClassTable);
