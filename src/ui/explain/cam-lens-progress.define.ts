import { CamLensProgress } from './cam-lens-progress.ts';
import { define } from '../shared/define.ts';

define('cam-lens-progress', CamLensProgress);
