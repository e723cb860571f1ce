import { CamLensRunStatus } from './cam-lens-run-status.ts';
import { define } from '../shared/define.ts';

define('cam-lens-run-status', CamLensRunStatus);
