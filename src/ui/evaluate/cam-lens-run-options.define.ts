import { CamLensRunOptions } from './cam-lens-run-options.ts';
import { define } from '../shared/define.ts';

define('cam-lens-run-options', CamLensRunOptions);
