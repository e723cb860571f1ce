/** The page that measures shaders, and its parts. */
import '../shared/cam-lens-masthead.define.ts';
import '../shared/cam-lens-theme.define.ts';
import { define } from '../shared/define.ts';
import { CamLensBenchmark } from './cam-lens-benchmark.ts';
import { CamLensRoofline } from './cam-lens-roofline.ts';
import { CamLensScaling } from './cam-lens-scaling.ts';
import { CamLensStageTable } from './cam-lens-stage-table.ts';
import { CamLensVariants } from './cam-lens-variants.ts';

define('cam-lens-roofline', CamLensRoofline);
define('cam-lens-scaling', CamLensScaling);
define('cam-lens-stage-table', CamLensStageTable);
define('cam-lens-variants', CamLensVariants);
define('cam-lens-benchmark', CamLensBenchmark);
