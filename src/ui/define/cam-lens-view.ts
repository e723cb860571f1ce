import { CamLensView } from '../cam-lens-view.ts';
import { define } from './define.ts';

define('cam-lens-view', CamLensView);
