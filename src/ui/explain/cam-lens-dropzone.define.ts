import { CamLensDropzone } from './cam-lens-dropzone.ts';
import './cam-lens-camera-dialog.define.ts';
import './cam-lens-url-dialog.define.ts';
import { define } from '../shared/define.ts';

define('cam-lens-dropzone', CamLensDropzone);
