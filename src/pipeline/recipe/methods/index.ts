/** The table of methods, in the order they are offered. */
import { CamLensError } from '../../../errors.ts';
import { ablationCam } from './ablation-cam.ts';
import { attentionRollout } from './attention-rollout.ts';
import { controls } from '../controls/index.ts';
import { cam } from './cam.ts';
import { deconvnet } from './deconvnet.ts';
import { eigenCam } from './eigen-cam.ts';
import { gradCamElementWise } from './grad-cam-element-wise.ts';
import { gradCamPlusPlus } from './grad-cam-plus-plus.ts';
import { gradCam } from './grad-cam.ts';
import { guidedBackprop } from './guided-backprop.ts';
import { guidedGradCam } from './guided-grad-cam.ts';
import { hiresCam } from './hires-cam.ts';
import { integratedGradients } from './integrated-gradients.ts';
import { layerCam } from './layer-cam.ts';
import type { Method } from './method.ts';
import { occlusion } from './occlusion.ts';
import { saliency } from './saliency.ts';
import { scoreCam } from './score-cam.ts';
import { smoothGrad } from './smooth-grad.ts';
import { xGradCam } from './x-grad-cam.ts';

export const methods: readonly Method[] = [
  cam,
  gradCam,
  gradCamPlusPlus,
  xGradCam,
  hiresCam,
  layerCam,
  gradCamElementWise,
  eigenCam,
  attentionRollout,
  scoreCam,
  ablationCam,
  saliency,
  guidedBackprop,
  deconvnet,
  guidedGradCam,
  smoothGrad,
  integratedGradients,
  occlusion,
];

/** Negative controls are found too. @throws CamLensError `unknown-method`, listing the valid names */
export function methodNamed(name: string): Method {
  const method = [...methods, ...controls].find((candidate) => candidate.name === name);
  if (method !== undefined) return method;
  throw new CamLensError(
    'unknown-method',
    `There is no method "${name}"; the methods are ${methods.map((known) => known.name).join(', ')}.`,
  );
}
