import { CamLensProblems } from '../cam-lens-problems.ts';
import { define } from './define.ts';

define('cam-lens-problems', CamLensProblems);
