import { CamLensProblems } from './cam-lens-problems.ts';
import { define } from '../shared/define.ts';

define('cam-lens-problems', CamLensProblems);
