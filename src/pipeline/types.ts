/** The nouns of the pipeline; each is produced by one module and read by many. */
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
  /** What results and messages call it. */
  readonly name: string;
  /** The pixels, width × height. Whoever made the picture closes it (`closePicture`). */
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

/** What the network wants to be fed: float32 [N, channels, height, width]. */
export interface ModelInput extends Size {
  /** 1: grey, the luma 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601); red, green and blue unless said. */
  readonly channels?: 1;
  /** How channels become numbers. */
  readonly normalization: Normalization;
}

/** All that is known of a model besides its bytes: models/*.json, or describe-model.ts. */
export interface ModelDescription {
  /** Short and stable, such as `resnet50`. */
  readonly name: string;
  /** The name for people; the name unless said. */
  readonly title?: string;
  /** The `.onnx`, relative to the description. */
  readonly file: string;
  /** SHA-256 of the file, hexadecimal; where absent, its bytes are taken as they come. */
  readonly sha256?: string;
  /** Of the file. */
  readonly sizeBytes?: number;
  /** The image tensor that the network takes. */
  readonly input: {
    /** Its name in the graph. */
    readonly name: string;
    /** Width in pixels, and height unless that is said. */
    readonly size: number;
    /** Height in pixels, where it is not the width. */
    readonly height?: number;
    /** 1: pictures go in as grey (see ModelInput); 3 unless said. */
    readonly channels?: 1;
    /** The graph takes no other size. */
    readonly isFixed?: true;
    /** How channels become numbers. */
    readonly normalization: Normalization;
  };
  /** The value that holds the scores before softmax, [N, classes]. */
  readonly logits: string;
  /** What makes probabilities of the scores; what the graph ends in unless said, else softmax (of one class: sigmoid). */
  readonly probabilities?: Link;
  /** Layer name → the value that holds its activations, [N, C, H, W], in the order of depth. */
  readonly layers: Readonly<Record<string, string>>;
  /** The layer explained unless the caller names another. */
  readonly defaultLayer: string;
  /** The layers to show side by side, in the order of depth: for ResNet-50 the ends of its four blocks. */
  readonly strip: readonly string[];
  /** Names by index, or the file beside this one that holds them (see class-names.ts). */
  readonly classes: string | readonly string[];
  /** Of the weights, for people. */
  readonly licence?: string;
  /** Where the weights come from, for people. */
  readonly source?: string;
}

/** How 0…1 becomes colours when a heatmap is painted. */
export type ColourMap = 'viridis' | 'turbo' | 'inferno' | 'jet';
/** What may be asked for as a backend, in the order in which it is offered. */
export const backendChoices = ['auto', 'webgpu', 'wasm', 'cpu'] as const;

/**
 * Where to run. `webgpu`: network and stages on the GPU, or the error `no-webgpu`; `wasm`: the network in WebAssembly,
 * stages on the GPU where there is one; `cpu`: no GPU at all; `auto`: the fastest of them on this machine.
 */
export type BackendChoice = (typeof backendChoices)[number];

/** What really ran. `adapter` is the GPU's own description, or `none`. */
export interface Backend {
  /** Where the network runs. */
  readonly network: 'webgpu' | 'wasm';
  /** Where the stages after it run. */
  readonly stages: 'webgpu' | 'cpu';
  /** The GPU's own description, or `none`. */
  readonly adapter: string;
}

/** What the network says of one class. */
export interface ClassScore {
  /** 0 … classes − 1. */
  readonly index: number;
  /** The class's name, or `class 7` where the model has none. */
  readonly name: string;
  /** The score before softmax; finite. */
  readonly logit: number;
  /** 0…1: softmax over all classes, or sigmoid of each, as the network's file has it. */
  readonly probability: number;
}

/** A connected component (8 neighbours) of the pixels at or above the threshold. */
export interface ComponentBox {
  /** Its extent. */
  readonly box: Box;
  /** Its pixels, 1 or more. */
  readonly area: number;
}
