import { CamLensGallery } from '../cam-lens-gallery.ts';
import { define } from './define.ts';

define('cam-lens-gallery', CamLensGallery);
