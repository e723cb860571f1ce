import { CamLensGallery } from './cam-lens-gallery.ts';
import { define } from '../shared/define.ts';

define('cam-lens-gallery', CamLensGallery);
