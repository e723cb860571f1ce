/** What a page holds of the pipeline: everything runs in a worker, only numbers and finished bitmaps come across. */
import type { ConventionName } from '../recipe/conventions.ts';
import type { ModelFiles } from '../model/model-files.ts';
import type { Watch } from '../watch.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { ExplainChoice } from '../recipe/explain-choice.ts';
import type { Backend, BackendChoice, ClassScore, ColourMap, Size } from '../types.ts';
import type { Explanation } from '../recipe/explanation.ts';

/** How a Lens begins. */
export interface LensOptions {
  /** Where to run; `auto` unless said. */
  readonly backend?: BackendChoice;
  /** URL of the model's description, or a model that somebody brings as files. */
  readonly model?: string | ModelFiles;
  /** Layers prepared for at the start; the model's default layer alone unless said. Others are prepared when asked for. */
  readonly layers?: readonly string[];
  /** Width and height of the network's input in pixels; the model's own unless said. */
  readonly size?: number;
  /** Told of every step before the first explanation. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** A method, and where this model allows it. */
export interface MethodInfo {
  /** Stable, such as `grad-cam`. */
  readonly name: string;
  /** For people, such as "Grad-CAM". */
  readonly title: string;
  /** Authors, title and year. */
  readonly paper: string;
  /** In one line. */
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
  /** Which model it is. */
  readonly model: {
    /** Short and stable, such as `resnet50`. */
    readonly name: string;
    /** The name for people. */
    readonly title: string;
    /** SHA-256 of the `.onnx`, hexadecimal, where the description says it. */
    readonly sha256?: string;
  };
  /** In the order in which they are offered. */
  readonly methods: readonly MethodInfo[];
  /** In the order of depth. */
  readonly layers: readonly string[];
  /** Of the maps at each layer, in their own pixels; a layer whose size is not known is left out. */
  readonly mapSizes: Readonly<Record<string, Size>>;
  /** The layer explained where none is named. */
  readonly defaultLayer: string;
  /** The layers shown side by side, in the order of depth. */
  readonly strip: readonly string[];
  /** Names by index. */
  readonly classes: readonly string[];
}

/** What a Lens can be asked for, and where it runs. */
export interface LensInfo extends ModelOffer {
  /** What really runs. */
  readonly backend: Backend;
  /** Why a slower level runs than the one wanted, for people; absent on the GPU. */
  readonly notice?: string;
}

/** What to paint of an explanation that was made, and how. */
export interface PaintOptions {
  /** The method's name. */
  readonly method: string;
  /** The layer's name; `input` for methods that look at no layer. */
  readonly layer: string;
  /** The first that was asked for unless said. */
  readonly convention?: ConventionName;
  /** The heatmap alone, or over the picture. */
  readonly show: 'heatmap' | 'blend';
  /** Of the colours over the picture, 0…1; of a blend alone. */
  readonly opacity: number;
  /** How 0…1 becomes colours. */
  readonly colourMap: ColourMap;
  /** Of the bitmap, in device pixels, 1 or more. */
  readonly width: number;
  /** Of the bitmap, in device pixels, 1 or more. */
  readonly height: number;
}

/** What is known of a picture once it is explained. */
export interface ExplainedPicture {
  /** The first five, most probable first. */
  readonly classes: readonly ClassScore[];
  /** One per method and layer; those made before among them, where they were kept. */
  readonly explanations: readonly Explanation[];
  /** Milliseconds by stage of this run, `network` among them. */
  readonly timings: Readonly<Record<string, number>>;
}

/** As `ExplainChoice`; and what becomes of the picture's earlier explanations. */
export interface LensChoice extends ExplainChoice {
  /** Keep the picture's earlier explanations too, as far as memory goes, to be located and painted beside these. */
  readonly keep?: boolean;
}

/**
 * Every method rejects with a CamLensError (code and sentence). Calls are answered in order, one at a time; but `locate`
 * and `paint` are also answered between the runs of a slow explanation.
 */
export interface Lens {
  /** What it can be asked for, and where it runs. */
  readonly info: LensInfo;
  /**
   * Decodes a file; the picture stays open in the worker until `close`.
   * @param name what results and messages call it
   * @returns a handle, and the upright size in pixels
   * @throws CamLensError `picture-empty`, `picture-unreadable`, `limit-exceeded`, `worker-failed`, `ended`
   */
  open(file: Blob, name: string): Promise<{ readonly id: number; readonly width: number; readonly height: number }>;
  /**
   * Runs the network. Slow methods report progress and end early, with the code `stopped`, when the signal says so.
   * @param id of an open picture
   * @throws CamLensError as `Explainer.explain`; `bad-option` where no such picture is open; `worker-failed`
   */
  explain(id: number, choice: LensChoice, watch?: Watch): Promise<ExplainedPicture>;
  /**
   * Boxes at another threshold, from the heatmaps that are still on the GPU: the network does not run.
   * @param threshold 0…1
   * @throws CamLensError `bad-option`, `out-of-memory`, `gpu-failed`, `device-lost`, `worker-failed`, `ended`
   */
  locate(id: number, threshold: number): Promise<readonly Explanation[]>;
  /**
   * The heatmap or the blend of an explanation made before; the network does not run.
   * @throws CamLensError as `locate`
   */
  paint(id: number, options: PaintOptions): Promise<ImageBitmap>;
  /** Gives back what is kept of a picture; its handle is dead afterwards. */
  close(id: number): Promise<void>;
  /** Ends the worker and with it all memory. */
  destroy(): void;
}
