import { CamLensResults } from './cam-lens-results.ts';
import { define } from '../shared/define.ts';

define('cam-lens-results', CamLensResults);
