import { CamLensPictureGrid } from './cam-lens-picture-grid.ts';
import { define } from '../shared/define.ts';

define('cam-lens-picture-grid', CamLensPictureGrid);
