import { CamLensCameraDialog } from './cam-lens-camera-dialog.ts';
import { define } from '../shared/define.ts';

define('cam-lens-camera-dialog', CamLensCameraDialog);
