import { CamLensLayers } from './cam-lens-layers.ts';
import { define } from '../shared/define.ts';

define('cam-lens-layers', CamLensLayers);
