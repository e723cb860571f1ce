import { CamLensProgress } from '../cam-lens-progress.ts';
import { define } from './define.ts';

define('cam-lens-progress', CamLensProgress);
