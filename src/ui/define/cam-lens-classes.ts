import { CamLensClasses } from '../cam-lens-classes.ts';
import { define } from './define.ts';

define('cam-lens-classes', CamLensClasses);
