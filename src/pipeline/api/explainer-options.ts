/** What an explainer is created with. */
import type { StageSplit } from '../engine/bisect/stage-split.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { LoadedModel } from '../model/loaded-model.ts';
import type { ModelFiles } from '../model/model-files.ts';
import type { ModelSource } from '../model/model.ts';
import type { RefinementName } from '../recipe/refine/refinements.ts';
import type { Backend, BackendChoice } from '../types.ts';

/** Options for creating an explainer. */
export interface ExplainerOptions {
  /**
   * URL of the model's description (with the files it names beside it), or of the model itself, or its files, or a
   * model in memory.
   */
  readonly model?: string | ModelSource | ModelFiles | LoadedModel;
  /** Where to run; default: `auto`. */
  readonly backend?: BackendChoice;
  /**
   * Where `auto` runs the stages if there is only a software adapter. Default: in WGSL, so that painted data stays in
   * its memory; in TypeScript (`cpu`) boxes are found faster.
   */
  readonly onSoftware?: Backend['stages'];
  /**
   * Layers to prepare for at the start, by name; default: the model's default layer. Other layers can be explained too,
   * but are prepared when first requested, which takes a few seconds.
   */
  readonly layers?: readonly string[];
  /**
   * Methods to prepare for at the start, by name, as far as one run of the network serves them; default: CAM and
   * Grad-CAM.
   */
  readonly methods?: readonly string[];
  /** A refinement to prepare for at the start, by name; default: none. */
  readonly refine?: RefinementName;
  /**
   * Width of the network's input in pixels, and its height unless the model has a different height; default: the
   * model's own. Larger inputs give finer maps.
   */
  readonly size?: number;
  /**
   * The largest distance between neighbouring positions of a map, in pixels of the input; default: the network's own.
   * 16 makes ResNet-50's maps at its last layer twice as fine, from the same weights, by running its last stage at twice
   * the resolution.
   */
  readonly stride?: number;
  /**
   * For finding a wrong shader: stages on the GPU and in TypeScript, split or compared. Needs WebGPU; the network runs
   * in WebAssembly.
   */
  readonly debug?: StageSplit;
  /** Called for every step before the first explanation. */
  readonly onProgress?: (progress: LoadProgress) => void;
}
