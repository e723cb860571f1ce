import { CamLensControls } from './cam-lens-controls.ts';
import { define } from '../shared/define.ts';

define('cam-lens-controls', CamLensControls);
