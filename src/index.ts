/** cam-lens: what an image classifier looked at. The public surface. */
export {
  createExplainer,
  type Explainer,
  type ExplainerOptions,
  type RandomisedLevel,
} from './pipeline/api/explainer.ts';
export { decodePicture, pictureFromPixels, closePicture } from './pipeline/picture/decode.ts';
export { createLens, describeModelFiles } from './pipeline/worker/remote.ts';
export type { ModelFiles, ModelSummary } from './pipeline/model/model-files.ts';
export { methods } from './pipeline/recipe/methods/index.ts';
export { classNamed } from './pipeline/recipe/classes.ts';
export { readTarget } from './pipeline/recipe/read-target.ts';
export type { PerPicture, Target, WeightedClass } from './pipeline/recipe/target.ts';
export { CamLensError, errorCodes, type ErrorCode } from './errors.ts';
export { conventions, type Convention, type ConventionName } from './pipeline/recipe/conventions.ts';
export type { BatchChoice, Explaining } from './pipeline/recipe/explain.ts';
export type { ModelSource } from './pipeline/model/model.ts';
export type { PartialDescription } from './pipeline/model/read-description.ts';
export type { Explained, PaintChoice } from './pipeline/recipe/explained.ts';
export type { PictureResult } from './pipeline/recipe/results.ts';
export type { Lens, LensChoice, LensInfo, LensOptions } from './pipeline/api/lens.ts';
export type { ExplainChoice } from './pipeline/recipe/explain-choice.ts';
export type { LoadProgress } from './pipeline/load-progress.ts';
export type {
  Backend,
  BackendChoice,
  Box,
  ClassScore,
  ColourMap,
  ComponentBox,
  ModelDescription,
  Picture,
  Size,
} from './pipeline/types.ts';
export type { Explanation } from './pipeline/recipe/explanation.ts';
