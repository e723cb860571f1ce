import { CamLensMasthead } from './cam-lens-masthead.ts';
import { define } from './define.ts';

define('cam-lens-masthead', CamLensMasthead);
