import { CamLensMethod } from './cam-lens-method.ts';
import { define } from '../shared/define.ts';

define('cam-lens-method', CamLensMethod);
