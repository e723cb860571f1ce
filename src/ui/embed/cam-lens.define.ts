import { define } from '../shared/define.ts';
import { CamLens } from './cam-lens.ts';

define('cam-lens', CamLens);
