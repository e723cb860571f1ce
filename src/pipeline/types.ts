/** The data types of the pipeline; each is produced by one module and read by many. */
import type { Link } from '../autodiff/link.ts';

export type { Link };

/** Width and height in pixels. */
export interface Size {
  /** In pixels, 1 or more. */
  readonly width: number;
  /** In pixels, 1 or more. */
  readonly height: number;
}

/** [x0, y0, x1, y1), half-open, in pixels of the upright picture. */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

/** A decoded picture: upright, opaque (transparency is already composited over white), 8 bits a channel, sRGB. */
export interface Picture extends Size {
  /** Used in results and messages. */
  readonly name: string;
  /** The pixels, width × height. Whoever created the picture closes it (`closePicture`). */
  readonly bitmap: ImageBitmap;
}

/** value = (channel · scale − mean) / std, for channels 0…255 taken in `order`; mean and std are in that order too. */
export interface Normalization {
  /** The order of the channels in the tensor. */
  readonly order: 'RGB' | 'BGR';
  /** Factor on 0…255, such as 1 or 1/255. */
  readonly scale: number;
  /** Subtracted after scaling, by channel. */
  readonly mean: readonly [number, number, number];
  /** Divides the difference, by channel; above 0. */
  readonly std: readonly [number, number, number];
}

/** The network's input: float32 [N, channels, height, width]. */
export interface ModelInput extends Size {
  /** 1: grey, the luma 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601); default: red, green and blue. */
  readonly channels?: 1;
  /** How channels become input values. */
  readonly normalization: Normalization;
}

/** Everything known about a model besides its bytes: models/*.json, or describe-model.ts. */
export interface ModelDescription {
  /** Short and stable, such as `resnet50`. */
  readonly name: string;
  /** The name for users; default: `name`. */
  readonly title?: string;
  /** The `.onnx`, relative to the description. */
  readonly file: string;
  /** SHA-256 of the file, hexadecimal; if absent, its bytes are not checked. */
  readonly sha256?: string;
  /** Of the file. */
  readonly sizeBytes?: number;
  /** The network's image tensor. */
  readonly input: {
    /** Its name in the graph. */
    readonly name: string;
    /** Width in pixels, and height unless that is given. */
    readonly size: number;
    /** Height in pixels, if different from the width. */
    readonly height?: number;
    /** 1: pictures are converted to grey (see ModelInput); default: 3. */
    readonly channels?: 1;
    /** The graph accepts no other size. */
    readonly isFixed?: true;
    /** How channels become input values. */
    readonly normalization: Normalization;
  };
  /** The value that holds the scores before softmax, [N, classes]. */
  readonly logits: string;
  /** The largest distance between neighbouring positions of a map, in pixels of the input, for finer maps from the same
   * weights (see autodiff/output-stride.ts); default: the network's own. */
  readonly stride?: number;
  /**
   * How scores become probabilities; default: as at the end of the graph, otherwise softmax (with one class: sigmoid).
   */
  readonly probabilities?: Link;
  /** Layer name → the value that holds its activations, as maps or tokens, in order of depth. */
  readonly layers: Readonly<Record<string, string>>;
  /** The layer explained by default. */
  readonly defaultLayer: string;
  /** The layers to show side by side, in order of depth: for ResNet-50 the ends of its four blocks. */
  readonly strip: readonly string[];
  /** Names by index, or the file beside this one that contains them (see class-names.ts). */
  readonly classes: string | readonly string[];
  /** Of the weights, for users. */
  readonly licence?: string;
  /** Where the weights come from, for users. */
  readonly source?: string;
}

/** How 0…1 is mapped to colours when a heatmap is painted. */
export type ColourMap = 'viridis' | 'turbo' | 'inferno' | 'jet';
/** The possible backends, in the order in which they are offered. */
export const backendChoices = ['auto', 'webgpu', 'wasm', 'cpu'] as const;

/**
 * Where to run. `webgpu`: network and stages on the GPU, or the error `no-webgpu`; `wasm`: the network in WebAssembly,
 * stages on the GPU if there is one; `cpu`: no GPU at all; `auto`: the fastest of these on this machine.
 */
export type BackendChoice = (typeof backendChoices)[number];

/** What actually ran. `adapter` is the GPU's own description, or `none`. */
export interface Backend {
  /** Where the network runs. */
  readonly network: 'webgpu' | 'wasm';
  /** Where the stages after it run. */
  readonly stages: 'webgpu' | 'cpu';
  /** The GPU's own description, or `none`. */
  readonly adapter: string;
}

/** The network's result for one class. */
export interface ClassScore {
  /** 0 … classes − 1. */
  readonly index: number;
  /** The class's name, or `class 7` if the model has no names. */
  readonly name: string;
  /** The score before softmax; finite. */
  readonly logit: number;
  /** 0…1: softmax over all classes, or sigmoid of each, depending on the network's file. */
  readonly probability: number;
}

/** A connected component (8 neighbours) of the pixels at or above the threshold. */
export interface ComponentBox {
  /** Its extent. */
  readonly box: Box;
  /** Its pixels, 1 or more. */
  readonly area: number;
}
