import { CamLensBackend } from '../cam-lens-backend.ts';
import { define } from './define.ts';

define('cam-lens-backend', CamLensBackend);
