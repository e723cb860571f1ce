import { CamLensLayers } from '../cam-lens-layers.ts';
import { define } from './define.ts';

define('cam-lens-layers', CamLensLayers);
