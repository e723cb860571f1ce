import { CamLensView } from './cam-lens-view.ts';
import { define } from '../shared/define.ts';

define('cam-lens-view', CamLensView);
