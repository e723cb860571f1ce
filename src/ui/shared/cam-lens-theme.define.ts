import { CamLensTheme } from './cam-lens-theme.ts';
import { define } from './define.ts';

define('cam-lens-theme', CamLensTheme);
