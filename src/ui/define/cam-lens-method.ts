import { CamLensMethod } from '../cam-lens-method.ts';
import { define } from './define.ts';

define('cam-lens-method', CamLensMethod);
