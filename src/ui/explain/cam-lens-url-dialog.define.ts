import { CamLensUrlDialog } from './cam-lens-url-dialog.ts';
import { define } from '../shared/define.ts';

define('cam-lens-url-dialog', CamLensUrlDialog);
