/** Registers the page for data sets and all its parts. */
import { CamLensEvaluation } from './cam-lens-evaluation.ts';
import './cam-lens-all-pictures.define.ts';
import './cam-lens-chart.define.ts';
import './cam-lens-class-table.define.ts';
import './cam-lens-comparison.define.ts';
import './cam-lens-data-set.define.ts';
import './cam-lens-gallery.define.ts';
import '../shared/cam-lens-masthead.define.ts';
import './cam-lens-measures-table.define.ts';
import './cam-lens-problems.define.ts';
import './cam-lens-run-options.define.ts';
import './cam-lens-run-status.define.ts';
import './cam-lens-summary-table.define.ts';
import '../shared/cam-lens-theme.define.ts';
import { define } from '../shared/define.ts';

define('cam-lens-evaluation', CamLensEvaluation);
