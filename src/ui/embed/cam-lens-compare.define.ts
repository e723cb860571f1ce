import { define } from '../shared/define.ts';
import { CamLensCompare } from './cam-lens-compare.ts';
import './cam-lens.define.ts';

define('cam-lens-compare', CamLensCompare);
