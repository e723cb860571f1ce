/** What a page holds of the pipeline: everything runs in a worker, only numbers and finished bitmaps come across. */
import type { ConventionName } from '../recipe/conventions.ts';
import type { ModelFiles } from '../model/model-files.ts';
import type { Watch } from '../watch.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { ExplainChoice } from '../recipe/explain-choice.ts';
import type { Backend, BackendChoice, ClassScore, ColourMap, Size } from '../types.ts';
import type { Explanation } from '../recipe/explanation.ts';

export interface LensOptions {
  readonly backend?: BackendChoice;
  /** URL of the model's description, or a model that somebody brings as files. */
  readonly model?: string | ModelFiles;
  /** Layers prepared for at the start; the model's default layer alone unless said. Others are prepared when asked for. */
  readonly layers?: readonly string[];
  /** Width and height of the network's input in pixels; the model's own unless said. */
  readonly size?: number;
  readonly onProgress?: (progress: LoadProgress) => void;
}

export interface MethodInfo {
  readonly name: string;
  readonly title: string;
  readonly paper: string;
  readonly formula: string;
  /** `input`: it looks at no layer, and its explanation's layer is `inputLayer`. */
  readonly at: 'layer' | 'input';
  /** It runs the network many times. */
  readonly isSlow: boolean;
  /** Layer → why it is not possible there, as a sentence. */
  readonly refusals: Readonly<Record<string, string>>;
  /** What a user should know before believing it; absent where nothing is known against it. */
  readonly caution?: string;
}

/** What a model can be asked for; nothing needs to run to know it. */
export interface ModelOffer {
  /** `title` is its name for people; the hash where the description says it. */
  readonly model: { readonly name: string; readonly title: string; readonly sha256?: string };
  readonly methods: readonly MethodInfo[];
  /** In the order of depth. */
  readonly layers: readonly string[];
  /** Of the maps at each layer, in their own pixels; a layer whose size is not known is left out. */
  readonly mapSizes: Readonly<Record<string, Size>>;
  readonly defaultLayer: string;
  /** The layers shown side by side, in the order of depth. */
  readonly strip: readonly string[];
  readonly classes: readonly string[];
}

export interface LensInfo extends ModelOffer {
  readonly backend: Backend;
  /** Why a slower level runs than the one wanted, for people; absent on the GPU. */
  readonly notice?: string;
}

export interface PaintOptions {
  readonly method: string;
  readonly layer: string;
  /** The first that was asked for unless said. */
  readonly convention?: ConventionName;
  readonly show: 'heatmap' | 'blend';
  readonly opacity: number;
  readonly colourMap: ColourMap;
  /** Of the bitmap wanted, in device pixels. */
  readonly width: number;
  readonly height: number;
}

export interface ExplainedPicture {
  /** The first five, most probable first. */
  readonly classes: readonly ClassScore[];
  /** One per method and layer; those made before among them, where they were kept. */
  readonly explanations: readonly Explanation[];
  /** Milliseconds by stage of this run, `network` among them. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface LensChoice extends ExplainChoice {
  /** Keep the picture's earlier explanations too, as far as memory goes, to be located and painted beside these. */
  readonly keep?: boolean;
}

/**
 * Every method rejects with a CamLensError (code and sentence). Calls are answered in order, one at a time; but `locate`
 * and `paint` are also answered between the runs of a slow explanation.
 */
export interface Lens {
  readonly info: LensInfo;
  /** Decodes a file; the picture stays open in the worker until `close`. */
  open(file: Blob, name: string): Promise<{ readonly id: number; readonly width: number; readonly height: number }>;
  /** Runs the network. Slow methods report progress and end early, with the code `stopped`, when the signal says so. */
  explain(id: number, choice: LensChoice, watch?: Watch): Promise<ExplainedPicture>;
  /** Boxes at another threshold, from the heatmaps that are still on the GPU: the network does not run. */
  locate(id: number, threshold: number): Promise<readonly Explanation[]>;
  /** The heatmap or the blend of an explanation made before; the network does not run. */
  paint(id: number, options: PaintOptions): Promise<ImageBitmap>;
  close(id: number): Promise<void>;
  /** Ends the worker and with it all memory. */
  destroy(): void;
}
