import { CamLensModelDialog } from './cam-lens-model-dialog.ts';
import { define } from '../shared/define.ts';

define('cam-lens-model-dialog', CamLensModelDialog);
