/**
 * The numbers that each stage's shader takes, its uniform struct `Parameters`, so that a name it does not have, or one that
 * is not given, does not compile. A test holds them to the WGSL; packing checks them once more.
 */
const slice = ['channels', 'positions'] as const;

export const stageParameters = {
  preprocess: [
    ...(['in_width', 'in_height', 'out_width', 'out_height', 'tile_x', 'tile_y', 'tile_width', 'tile_height'] as const),
    ...(['plane_offset', 'reversed', 'base', 'gain_0', 'gain_1', 'gain_2', 'bias_0', 'bias_1', 'bias_2'] as const),
    ...(['rest_0', 'rest_1', 'rest_2'] as const),
  ],
  'channel-weights': slice,
  'weighted-sum': slice,
  'plus-plus-weights': slice,
  'x-grad-weights': slice,
  'product-sum': [...slice, 'rectify'],
  'principal-map': [...slice, 'iterations'],
  'colour-maximum': slice,
  mask: ['first', 'step', ...slice],
  erase: ['entry', ...slice, 'width'],
  scale: ['entry', ...slice],
  'replace-pixels': slice,
  blur: ['entry', ...slice, 'width', 'taps'],
  'add-noise': ['entry', 'first', 'seed', 'sigma', ...slice],
  upsample: [],
  normalize: ['rule', 'epsilon'],
  pointing: ['parts_across', 'parts_down'],
  threshold: [],
  components: [],
  boxes: ['capacity'],
  blend: ['width', 'height', 'heatmap_width', 'heatmap_height', 'heatmap_offset', 'heatmap_index', 'opacity'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What the shader of a stage is told. */
export type ParametersOf<Name extends keyof typeof stageParameters> = Readonly<
  Record<(typeof stageParameters)[Name][number], number>
>;
