/** The options of `cam-lens evaluate`. */
import { controlNames } from '../src/pipeline/recipe/controls/index.ts';
import { conventionNames } from '../src/pipeline/recipe/conventions.ts';
import { defaultConventions, defaultMethods } from '../src/pipeline/recipe/defaults.ts';
import { refinementNames } from '../src/pipeline/recipe/refine/refinements.ts';
import { backendChoices } from '../src/pipeline/types.ts';
import { defaultMeasures, measureNames } from '../src/runs/run-choice.ts';
import { formatChoices } from '../src/datasets/formats.ts';
import { browserOptions } from './browser-options.ts';
import { modelOptions, sizeOption } from './model-options.ts';
import { methodNames } from './method-names.ts';
import { overwriteOption } from './overwriting.ts';
import { flag, list, listOf, number, oneOf, path, text, type OptionsOf } from './parse-options.ts';
import { thresholdList } from './threshold-list.ts';

export const evaluateOptions = {
  images: path('DIR|TAR', 'the pictures', undefined),
  annotations: path(
    'DIR|TAR|FILE',
    'their true boxes: PASCAL VOC XML, COCO JSON, YOLO labels or a CSV of boxes; or, with --format masks, PNG masks (default: what is in --images)',
    undefined,
  ),
  format: oneOf(
    formatChoices,
    'the format of the annotations; auto: the one with the most annotated pictures; masks, never guessed: PNG, in a folder named masks; folders: no boxes, each folder is a class',
    'auto',
  ),
  methods: list('NAME[,NAME…]', 'how to explain', [...defaultMethods], methodNames),
  controls: listOf(
    controlNames,
    'negative controls, measured beside the methods: maps that explain nothing, which a good measure ranks lower',
    [],
  ),
  layers: list('NAME[,NAME…]', "layers (default: the model's last, layer4)", undefined),
  conventions: listOf(
    conventionNames,
    "how maps become heatmaps; results by other conventions than the paper's are named method@convention",
    defaultConventions,
  ),
  refine: oneOf(refinementNames, 'make maps follow the object; affinity+guided: and its edges', 'none'),
  class: oneOf(['true', 'predicted', 'both'], 'class to explain', 'true'),
  thresholds: thresholdList('heatmap values at which boxes are measured (0.05:0.95:0.05)'),
  measures: listOf(
    measureNames,
    'other measures; those from deletion on run the network again; max-sensitivity is about ten times as slow, ' +
      'randomisation five times, with memory for three more copies of the weights',
    [...defaultMeasures],
  ),
  steps: number('steps of deletion, insertion and pixel-flipping (28)', {
    least: 1,
    most: 1000,
    whole: true,
    fallback: undefined,
  }),
  size: sizeOption,
  split: path('FILE.csv', 'CSV with columns id and split: τ is chosen on train and reported on test', undefined),
  'class-map': text(
    'FILE.json',
    "JSON that maps the data set's class names to the model's class indices (default: Stanford Dogs)",
    undefined,
  ),
  limit: number('measure at most this many new pictures', { least: 1, most: 1e9, whole: true, fallback: undefined }),
  shard: text('I/N', 'measure one part of the data set; "cam-lens merge" combines parts', undefined),
  workers: number('number of networks that run in parallel', { least: 1, most: 64, whole: true, fallback: undefined }),
  backend: oneOf(backendChoices, 'backend', 'auto'),
  model: path('FILE.onnx', 'your own model; FILE.json beside it may describe it', undefined),
  ...modelOptions,
  out: path('FILE.json|FILE.csv', 'file for the result, or for a table of the records', undefined),
  report: path('DIR', 'folder for a page with tables, charts and pictures, and a manifest', undefined),
  ...overwriteOption,
  resume: flag('continue an interrupted run that writes to --out'),
  ...browserOptions,
  json: flag('print one JSON document'),
} as const;

export type EvaluateOptions = OptionsOf<typeof evaluateOptions>;
