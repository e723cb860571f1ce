import { CamLensDropzone } from '../cam-lens-dropzone.ts';
import { define } from './define.ts';

define('cam-lens-dropzone', CamLensDropzone);
