import { CamLensControls } from '../cam-lens-controls.ts';
import { define } from './define.ts';

define('cam-lens-controls', CamLensControls);
