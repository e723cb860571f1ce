import { CamLensModel } from './cam-lens-model.ts';
import { define } from '../shared/define.ts';

define('cam-lens-model', CamLensModel);
