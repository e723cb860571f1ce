import { CamLensClassTable } from '../cam-lens-class-table.ts';
import { define } from './define.ts';

define('cam-lens-class-table', CamLensClassTable);
