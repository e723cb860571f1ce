/** The page for data sets and everything it is made of. */
import { CamLensEvaluation } from '../cam-lens-evaluation.ts';
import './cam-lens-chart.ts';
import './cam-lens-class-table.ts';
import './cam-lens-data-set.ts';
import './cam-lens-gallery.ts';
import './cam-lens-masthead.ts';
import './cam-lens-measures-table.ts';
import './cam-lens-problems.ts';
import './cam-lens-run-options.ts';
import './cam-lens-run-status.ts';
import './cam-lens-summary-table.ts';
import './cam-lens-theme.ts';
import { define } from './define.ts';

define('cam-lens-evaluation', CamLensEvaluation);
