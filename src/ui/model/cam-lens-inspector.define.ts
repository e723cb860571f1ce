/** The page for models, and its parts. */
import '../explain/cam-lens-classes.define.ts';
import '../explain/cam-lens-dropzone.define.ts';
import '../explain/cam-lens-model.define.ts';
import '../explain/cam-lens-notices.define.ts';
import '../explain/cam-lens-progress.define.ts';
import '../explain/cam-lens-sample-strip.define.ts';
import '../shared/cam-lens-masthead.define.ts';
import '../shared/cam-lens-theme.define.ts';
import { define } from '../shared/define.ts';
import { CamLensChannelGrid } from './cam-lens-channel-grid.ts';
import { CamLensInspector } from './cam-lens-inspector.ts';
import { CamLensLayerTable } from './cam-lens-layer-table.ts';

define('cam-lens-channel-grid', CamLensChannelGrid);
define('cam-lens-layer-table', CamLensLayerTable);
define('cam-lens-inspector', CamLensInspector);
