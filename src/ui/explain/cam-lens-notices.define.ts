import { CamLensNotices } from './cam-lens-notices.ts';
import { define } from '../shared/define.ts';

define('cam-lens-notices', CamLensNotices);
