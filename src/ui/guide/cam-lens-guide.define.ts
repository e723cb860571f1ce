/** The page about the elements, and the elements themselves. */
import '../embed/cam-lens-compare.define.ts';
import '../embed/cam-lens-evaluate.define.ts';
import '../embed/cam-lens-live.define.ts';
import '../embed/cam-lens.define.ts';
import '../shared/cam-lens-masthead.define.ts';
import '../shared/cam-lens-theme.define.ts';
import { define } from '../shared/define.ts';
import { CamLensExample } from './cam-lens-example.ts';
import { CamLensGuide } from './cam-lens-guide.ts';
import { CamLensInterface } from './cam-lens-interface.ts';

define('cam-lens-example', CamLensExample);
define('cam-lens-interface', CamLensInterface);
define('cam-lens-guide', CamLensGuide);
