/** The nouns of the pipeline; each is produced by one module and read by many. */

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** [x0, y0, x1, y1), half-open, in pixels of the upright picture. */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

/** A decoded picture: upright, opaque (transparency is already composited over white), 8 bits a channel, sRGB. */
export interface Picture extends Size {
  readonly name: string;
  readonly bitmap: ImageBitmap;
}

/** value = (channel · scale − mean) / std, for channels 0…255 taken in `order`; mean and std are in that order too. */
export interface Normalization {
  readonly order: 'RGB' | 'BGR';
  readonly scale: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** What the network wants to be fed: float32 [N, 3, height, width]. */
export interface ModelInput extends Size {
  readonly normalization: Normalization;
}

/** All that is known of a model besides its bytes: models/*.json, or describe-model.ts. */
export interface ModelDescription {
  readonly name: string;
  /** The name for people; the name unless said. */
  readonly title?: string;
  readonly file: string;
  /** Of the file; where absent, its bytes are taken as they come. */
  readonly sha256?: string;
  readonly sizeBytes?: number;
  readonly input: {
    readonly name: string;
    /** Width and height in pixels. */
    readonly size: number;
    /** The graph takes no other size. */
    readonly isFixed?: true;
    readonly normalization: Normalization;
  };
  /** The value that holds the scores before softmax, [N, classes]. */
  readonly logits: string;
  /** Layer name → the value that holds its activations, [N, C, H, W], in the order of depth. */
  readonly layers: Readonly<Record<string, string>>;
  /** The layer explained unless the caller names another. */
  readonly defaultLayer: string;
  /** The layers to show side by side, in the order of depth: for ResNet-50 the ends of its four blocks. */
  readonly strip: readonly string[];
  /** Names by index, or the file beside this one that holds them (see class-names.ts). */
  readonly classes: string | readonly string[];
  readonly licence?: string;
  readonly source?: string;
}

export type ColourMap = 'viridis' | 'turbo' | 'inferno' | 'jet';
export type BackendChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu';

/** What really ran. `adapter` is the GPU's own description, or `none`. */
export interface Backend {
  readonly network: 'webgpu' | 'wasm';
  readonly stages: 'webgpu' | 'cpu';
  readonly adapter: string;
}

export interface ClassScore {
  readonly index: number;
  readonly name: string;
  readonly logit: number;
  /** Softmax over all classes. */
  readonly probability: number;
}

export interface ComponentBox {
  readonly box: Box;
  /** Pixels of the component. */
  readonly area: number;
}
