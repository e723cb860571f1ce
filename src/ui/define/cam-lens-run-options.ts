import { CamLensRunOptions } from '../cam-lens-run-options.ts';
import { define } from './define.ts';

define('cam-lens-run-options', CamLensRunOptions);
