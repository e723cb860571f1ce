import { CamLensClasses } from './cam-lens-classes.ts';
import { define } from '../shared/define.ts';

define('cam-lens-classes', CamLensClasses);
