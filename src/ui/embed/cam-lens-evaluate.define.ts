import '../evaluate/cam-lens-data-set.define.ts';
import '../evaluate/cam-lens-measures-table.define.ts';
import '../evaluate/cam-lens-problems.define.ts';
import '../evaluate/cam-lens-run-options.define.ts';
import '../evaluate/cam-lens-run-status.define.ts';
import '../evaluate/cam-lens-summary-table.define.ts';
import { define } from '../shared/define.ts';
import { CamLensEvaluate } from './cam-lens-evaluate.ts';

define('cam-lens-evaluate', CamLensEvaluate);
