/** cam-lens: what an image classifier looked at. The public surface. */
export { createExplainer, type Explainer, type ExplainerOptions } from './pipeline/explainer.ts';
export { decodePicture, pictureFromPixels, closePicture } from './pipeline/decode.ts';
export { createLens, describeModelFiles } from './pipeline/remote.ts';
export type { ModelFiles, ModelSummary } from './pipeline/model/model-files.ts';
export { methods } from './pipeline/methods/index.ts';
export { classNamed } from './pipeline/classes.ts';
export { readTarget } from './pipeline/read-target.ts';
export type { PerPicture, Target, WeightedClass } from './pipeline/target.ts';
export { CamLensError, errorCodes, type ErrorCode } from './errors.ts';
export { conventions, type Convention, type ConventionName } from './pipeline/conventions.ts';
export type { BatchChoice, Explaining } from './pipeline/explain.ts';
export type { ModelSource } from './pipeline/model.ts';
export type { PartialDescription } from './pipeline/model/read-description.ts';
export type { Explained, PaintChoice, PictureResult } from './pipeline/explained.ts';
export type { ExplainChoice, Lens, LensChoice, LensInfo, LensOptions, LoadProgress } from './pipeline/lens.ts';
export type {
  Backend,
  BackendChoice,
  Box,
  ClassScore,
  ColourMap,
  ComponentBox,
  Explanation,
  ModelDescription,
  Picture,
  Size,
} from './pipeline/types.ts';
