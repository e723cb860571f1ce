/** The app and all its parts. */
import { CamLensApp } from './cam-lens-app.ts';
import './cam-lens-backend.define.ts';
import './cam-lens-classes.define.ts';
import './cam-lens-controls.define.ts';
import './cam-lens-credits.define.ts';
import './cam-lens-dropzone.define.ts';
import './cam-lens-layers.define.ts';
import './cam-lens-legend.define.ts';
import '../shared/cam-lens-masthead.define.ts';
import './cam-lens-method.define.ts';
import './cam-lens-methods.define.ts';
import './cam-lens-model-dialog.define.ts';
import './cam-lens-model.define.ts';
import './cam-lens-notices.define.ts';
import './cam-lens-progress.define.ts';
import './cam-lens-reading.define.ts';
import './cam-lens-results.define.ts';
import './cam-lens-sample-strip.define.ts';
import './cam-lens-strip.define.ts';
import '../shared/cam-lens-theme.define.ts';
import './cam-lens-timings.define.ts';
import './cam-lens-view.define.ts';
import { define } from '../shared/define.ts';

define('cam-lens-app', CamLensApp);
