import { CamLensMethods } from './cam-lens-methods.ts';
import { define } from '../shared/define.ts';

define('cam-lens-methods', CamLensMethods);
