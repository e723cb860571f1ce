import { CamLensCredits } from '../cam-lens-credits.ts';
import { define } from './define.ts';

define('cam-lens-credits', CamLensCredits);
