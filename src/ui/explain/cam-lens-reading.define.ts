import { CamLensReading } from './cam-lens-reading.ts';
import { define } from '../shared/define.ts';

define('cam-lens-reading', CamLensReading);
