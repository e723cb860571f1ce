import { CamLensModel } from '../cam-lens-model.ts';
import { define } from './define.ts';

define('cam-lens-model', CamLensModel);
