import { define } from '../shared/define.ts';
import { CamLensComparison } from './cam-lens-comparison.ts';
import './cam-lens-scatter.define.ts';

define('cam-lens-comparison', CamLensComparison);
