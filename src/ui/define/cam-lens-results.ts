import { CamLensResults } from '../cam-lens-results.ts';
import { define } from './define.ts';

define('cam-lens-results', CamLensResults);
