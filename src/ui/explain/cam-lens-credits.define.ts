import { CamLensCredits } from './cam-lens-credits.ts';
import { define } from '../shared/define.ts';

define('cam-lens-credits', CamLensCredits);
