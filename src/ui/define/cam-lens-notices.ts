import { CamLensNotices } from '../cam-lens-notices.ts';
import { define } from './define.ts';

define('cam-lens-notices', CamLensNotices);
