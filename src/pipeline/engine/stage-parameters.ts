/**
 * The fields of each shader's uniform struct `Parameters`, so that unknown and missing names are compile-time errors. A
 * test compares them with the WGSL; packing checks them again.
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
  'clear-cancelled': ['positions', 'share'],
  'principal-map': [...slice, 'iterations'],
  'colour-maximum': slice,
  mask: ['first', 'step', ...slice],
  erase: ['entry', ...slice, 'width'],
  scale: ['entry', ...slice],
  'replace-pixels': slice,
  impute: [...slice, 'width', 'iterations'],
  blur: ['entry', ...slice, 'width', 'taps'],
  'add-noise': ['entry', 'first', 'seed', 'sigma', ...slice],
  'unit-vectors': slice,
  halve: ['channels', 'width', 'height', 'half_width', 'half_height'],
  vote: ['fine_channels', 'coarse_channels', 'positions', 'maps'],
  clamp: [...slice, 'low', 'high'],
  'cap-at-median': ['positions', 'core'],
  'guided-coefficients': ['maps', 'positions', 'width', 'radius', 'epsilon'],
  'guided-means': ['maps', 'positions', 'width', 'radius'],
  upsample: [],
  'find-ranges': ['rule', 'epsilon'],
  pointing: ['parts_across', 'parts_down'],
  threshold: [],
  components: [],
  boxes: ['capacity'],
  blend: ['width', 'height', 'stride', 'heatmap_width', 'heatmap_height', 'heatmap_offset', 'heatmap_index', 'opacity'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The parameters of a stage's shader. */
export type ParametersOf<Name extends keyof typeof stageParameters> = Readonly<
  Record<(typeof stageParameters)[Name][number], number>
>;
