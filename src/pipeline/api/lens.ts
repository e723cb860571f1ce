/** The page's interface to the pipeline: everything runs in a worker, which sends only numbers and finished bitmaps. */
import type { ConventionName } from '../recipe/conventions.ts';
import type { ModelFiles } from '../model/model-files.ts';
import type { Watch } from '../watch.ts';
import type { LoadProgress } from '../load-progress.ts';
import type { ExplainChoice } from '../recipe/explain-choice.ts';
import type { Backend, BackendChoice, ClassScore, ColourMap, Normalization, Size } from '../types.ts';
import type { Explanation } from '../recipe/explanation.ts';

/** Options for creating a Lens. */
export interface LensOptions {
  /** Where to run; default: `auto`. */
  readonly backend?: BackendChoice;
  /** URL of the model's description, or a model supplied as files. */
  readonly model?: string | ModelFiles;
  /** Layers to prepare for at the start; default: the model's default layer. Others are prepared when requested. */
  readonly layers?: readonly string[];
  /** Width and height of the network's input in pixels; default: the model's own. */
  readonly size?: number;
  /** The largest distance between neighbouring positions of a map, in pixels of the input; see ExplainerOptions. */
  readonly stride?: number;
  /** Called for every step before the first explanation. */
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Ends the worker, also while the model loads: `createLens` and all calls of the lens then reject with `stopped`. */
  readonly signal?: AbortSignal;
}

/** A method, and where this model supports it. */
export interface MethodInfo {
  /** Stable, such as `grad-cam`. */
  readonly name: string;
  /** For users, such as "Grad-CAM". */
  readonly title: string;
  /** Authors, title and year. */
  readonly paper: string;
  /** In one line. */
  readonly formula: string;
  /** `input`: it uses no layer, and its explanation's layer is `inputLayer`. */
  readonly at: 'layer' | 'input';
  /** It runs the network many times. */
  readonly isSlow: boolean;
  /** Layer → why it is not possible there, as a sentence. */
  readonly refusals: Readonly<Record<string, string>>;
  /** Why its maps are not refined, as a sentence; absent if they are. */
  readonly refineRefusal?: string;
  /** What to know before trusting it; absent if there are no caveats. */
  readonly caution?: string;
}

/** What a model supports; nothing needs to run to find out. */
export interface ModelOffer {
  /** Which model it is. */
  readonly model: {
    /** Short and stable, such as `resnet50`. */
    readonly name: string;
    /** The name for users. */
    readonly title: string;
    /** SHA-256 of the `.onnx` file, hexadecimal, if the description has it. */
    readonly sha256?: string;
  };
  /** How pictures become values of its input. */
  readonly normalization: Normalization;
  /** The value of its graph that holds the scores before softmax. */
  readonly output: string;
  /** In the order in which they are offered. */
  readonly methods: readonly MethodInfo[];
  /** In order of depth. */
  readonly layers: readonly string[];
  /** Size of the maps at each layer, in their own pixels; layers of unknown size are absent. */
  readonly mapSizes: Readonly<Record<string, Size>>;
  /** The layer explained by default. */
  readonly defaultLayer: string;
  /** The layers shown side by side, in order of depth. */
  readonly strip: readonly string[];
  /** Names by index. */
  readonly classes: readonly string[];
}

/** What a Lens supports, and where it runs. */
export interface LensInfo extends ModelOffer {
  /** The backend actually used. */
  readonly backend: Backend;
  /** Why a slower backend runs than requested, for users; absent on the GPU. */
  readonly notice?: string;
}

/** What to paint of an existing explanation, and how. */
export interface PaintOptions {
  /** The method's name. */
  readonly method: string;
  /** The layer's name; `input` for methods that use no layer. */
  readonly layer: string;
  /** Default: the first one requested. */
  readonly convention?: ConventionName;
  /** The heatmap alone, or over the picture. */
  readonly show: 'heatmap' | 'blend';
  /** Opacity of the colours over the picture, 0…1; only for a blend. */
  readonly opacity: number;
  /** How 0…1 is mapped to colours. */
  readonly colourMap: ColourMap;
  /** Width of the bitmap in device pixels, 1 or more. */
  readonly width: number;
  /** Height of the bitmap in device pixels, 1 or more. */
  readonly height: number;
}

/** The results for an explained picture. */
export interface ExplainedPicture {
  /** The first five, most probable first. */
  readonly classes: readonly ClassScore[];
  /** One per method and layer; including earlier ones, if they were kept. */
  readonly explanations: readonly Explanation[];
  /** Milliseconds by stage of this run, including `network`. */
  readonly timings: Readonly<Record<string, number>>;
}

/** As `ExplainChoice`; and what to do with the picture's earlier explanations. */
export interface LensChoice extends ExplainChoice {
  /** Also keep the picture's earlier explanations, as far as memory allows, for locating and painting. */
  readonly keep?: boolean;
}

/**
 * Every method rejects with a CamLensError (code and sentence). Calls are answered in order, one at a time, except that
 * `locate` and `paint` are also answered between the runs of a slow explanation.
 */
export interface Lens {
  /** What it supports, and where it runs. */
  readonly info: LensInfo;
  /**
   * Decodes a file; the picture stays open in the worker until `close`.
   * @param file or a bitmap, such as a frame of a video, which is handed over: it cannot be used afterwards. What is
   *   transparent in it becomes white
   * @param name used in results and messages
   * @returns a handle, and the upright size in pixels
   * @throws CamLensError `picture-empty`, `picture-unreadable`, `limit-exceeded`, `worker-failed`, `ended`
   */
  open(
    file: Blob | ImageBitmap,
    name: string,
  ): Promise<{ readonly id: number; readonly width: number; readonly height: number }>;
  /**
   * Runs the network. Slow methods report progress, and the signal ends them early with the code `stopped`.
   * @param id of an open picture
   * @throws CamLensError as `Explainer.explain`; `bad-option` if no such picture is open; `worker-failed`
   */
  explain(id: number, choice: LensChoice, watch?: Watch): Promise<ExplainedPicture>;
  /**
   * Boxes at another threshold, from the heatmaps still on the GPU, without running the network.
   * @param threshold 0…1
   * @throws CamLensError `bad-option`, `out-of-memory`, `gpu-failed`, `device-lost`, `worker-failed`, `ended`
   */
  locate(id: number, threshold: number): Promise<readonly Explanation[]>;
  /**
   * The heatmap or the blend of an existing explanation, without running the network.
   * @throws CamLensError as `locate`
   */
  paint(id: number, options: PaintOptions): Promise<ImageBitmap>;
  /** Frees everything kept for a picture; its handle becomes invalid. */
  close(id: number): Promise<void>;
  /** Ends the worker, which frees all memory. */
  destroy(): void;
}
