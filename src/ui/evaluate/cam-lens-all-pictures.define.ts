/** All pictures of a run, and their grid. */
import { CamLensAllPictures } from './cam-lens-all-pictures.ts';
import './cam-lens-picture-grid.define.ts';
import { define } from '../shared/define.ts';

define('cam-lens-all-pictures', CamLensAllPictures);
