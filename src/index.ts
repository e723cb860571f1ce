/** cam-lens: what an image classifier looked at. The public surface. */
export { createExplainer, type Explainer } from './pipeline/api/explainer.ts';
export type { ExplainerOptions } from './pipeline/api/explainer-options.ts';
export type { RandomisedLevel } from './pipeline/recipe/randomised-networks.ts';
export { decodePicture, pictureFromPixels, closePicture } from './pipeline/picture/decode.ts';
export { createLens, describeModelFiles } from './pipeline/worker/remote.ts';
export type { ModelFiles, ModelSummary } from './pipeline/model/model-files.ts';
export type { ModelOutputs } from './pipeline/model/model-head.ts';
export { methods } from './pipeline/api/methods.ts';
export type { MethodFacts } from './pipeline/recipe/methods/method.ts';
export type { Need } from './pipeline/network/needs.ts';
export { classNamed } from './pipeline/recipe/classes.ts';
export { readTarget } from './pipeline/recipe/read-target.ts';
export type { Watch } from './pipeline/watch.ts';
export type { PerPicture, Target, WeightedClass } from './pipeline/recipe/target.ts';
export { trustOwnScripts } from './trusted-scripts.ts';
export { errorCodes, type ErrorCode } from './error-codes.ts';
export { CamLensError } from './errors.ts';
export { conventions, type Convention, type ConventionName, type RangeRule } from './pipeline/recipe/conventions.ts';
export { refinements, type Refinement, type RefinementName } from './pipeline/recipe/refine/refinements.ts';
export type { AtEach, LocatedAtEach, Pointing } from './pipeline/recipe/locate.ts';
export type { BatchChoice, Explaining } from './pipeline/recipe/explain.ts';
export type { InspectChoice, InspectedPicture, LayerValues } from './pipeline/recipe/inspect.ts';
export type { Jitter } from './pipeline/recipe/jitter.ts';
export type { ModelSource } from './pipeline/model/model.ts';
export type { LoadedModel } from './pipeline/model/loaded-model.ts';
export type { Assumption } from './pipeline/model/describe-model.ts';
export type { PartialDescription } from './pipeline/model/read-description.ts';
export type { Explained, PaintChoice } from './pipeline/recipe/explained.ts';
export type { PictureResult } from './pipeline/recipe/results.ts';
export type {
  ExplainedPicture,
  Lens,
  LensChoice,
  LensInfo,
  LensOptions,
  MethodInfo,
  ModelOffer,
  PaintOptions,
} from './pipeline/api/lens.ts';
export type { ExplainChoice } from './pipeline/recipe/explain-choice.ts';
export type { LoadProgress, LoadStep } from './pipeline/load-progress.ts';
export type {
  Backend,
  BackendChoice,
  Box,
  ClassScore,
  ColourMap,
  ComponentBox,
  Link,
  ModelDescription,
  Normalization,
  Picture,
  Size,
} from './pipeline/types.ts';
export type { StageComparison, WorstValue } from './pipeline/engine/bisect/compare.ts';
export type { StageSplit } from './pipeline/engine/bisect/stage-split.ts';
export type { StageName } from './pipeline/engine/stage-names.ts';
export type { Explanation, RefinedBy } from './pipeline/recipe/explanation.ts';
export { benchmarkKernel, benchmarkKernels } from './benchmark/kernel/benchmark-kernel.ts';
export type {
  ClockFacts,
  KernelBenchmark,
  KernelBinding,
  KernelComparison,
  KernelOptions,
  KernelReference,
  KernelResult,
  KernelResults,
  MeasuredKernel,
  RefusedKernel,
} from './benchmark/kernel/kernel-benchmark.ts';
export {
  forgetTunedShaders,
  tuneShaders,
  type TunedShaders,
  type TunedStage,
  type TuneOptions,
} from './benchmark/tune-shaders.ts';
export type { ClockKind } from './benchmark/measure/gpu-clock.ts';
export type { Verdict } from './benchmark/statistics/judge.ts';
export type { SampleSummary } from './benchmark/statistics/summarize.ts';
export type { Interval } from './evaluation/bootstrap.ts';
