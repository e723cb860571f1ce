import { CamLensDropzone } from './cam-lens-dropzone.ts';
import { define } from '../shared/define.ts';

define('cam-lens-dropzone', CamLensDropzone);
