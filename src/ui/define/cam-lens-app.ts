/** The app and everything it is made of. */
import { CamLensApp } from '../cam-lens-app.ts';
import './cam-lens-backend.ts';
import './cam-lens-classes.ts';
import './cam-lens-controls.ts';
import './cam-lens-credits.ts';
import './cam-lens-dropzone.ts';
import './cam-lens-layers.ts';
import './cam-lens-legend.ts';
import './cam-lens-masthead.ts';
import './cam-lens-method.ts';
import './cam-lens-methods.ts';
import './cam-lens-model-dialog.ts';
import './cam-lens-model.ts';
import './cam-lens-notices.ts';
import './cam-lens-progress.ts';
import './cam-lens-results.ts';
import './cam-lens-sample-strip.ts';
import './cam-lens-strip.ts';
import './cam-lens-theme.ts';
import './cam-lens-timings.ts';
import './cam-lens-view.ts';
import { define } from './define.ts';

define('cam-lens-app', CamLensApp);
