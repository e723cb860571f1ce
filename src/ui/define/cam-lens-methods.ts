import { CamLensMethods } from '../cam-lens-methods.ts';
import { define } from './define.ts';

define('cam-lens-methods', CamLensMethods);
