import { CamLensBackend } from './cam-lens-backend.ts';
import { define } from '../shared/define.ts';

define('cam-lens-backend', CamLensBackend);
