/** What `cam-lens evaluate` can be told on its command line. */
import { conventionNames } from '../src/pipeline/recipe/conventions.ts';
import { defaultConventions, defaultMethods } from '../src/pipeline/recipe/defaults.ts';
import { backendChoices } from '../src/pipeline/types.ts';
import { measureNames } from '../src/runs/run-choice.ts';
import { browserOptions } from './browser-options.ts';
import { modelOptions, sizeOption } from './model-options.ts';
import { flag, list, listOf, number, oneOf, text, type OptionsOf } from './parse-options.ts';
import { thresholdList } from './threshold-list.ts';

export const evaluateOptions = {
  images: text('DIR|TAR', 'the pictures', undefined),
  annotations: text('DIR|TAR', 'their true boxes, in the XML of PASCAL VOC', undefined),
  methods: list('NAME[,NAME…]', 'how to explain', [...defaultMethods]),
  layers: list('NAME[,NAME…]', "where in the network (the model's last: layer4)", undefined),
  conventions: listOf(
    conventionNames,
    "whose way from map to heatmap; others than the paper's stand beside it as method@convention",
    defaultConventions,
  ),
  class: oneOf(['true', 'predicted', 'both'], 'whose score is explained', 'true'),
  thresholds: thresholdList('of the heatmap, at which boxes are drawn (0.05:0.95:0.05)'),
  measures: listOf(
    measureNames,
    'what else to measure; deletion, insertion, drop and randomisation too, which run the network again; randomisation by ' +
      'networks of random weights: some five times as slow, with room for the weights three times more',
    ['wsol', 'pointing', 'energy'],
  ),
  steps: number('of deletion and insertion (28)', { least: 1, most: 1000, whole: true, fallback: undefined }),
  size: sizeOption,
  split: text('FILE.csv', 'columns id and split: τ is chosen on train and reported on test', undefined),
  'class-map': text('FILE.json', "the data set's names → the model's class indices (Stanford Dogs)", undefined),
  limit: number('of new pictures', { least: 1, most: 1e9, whole: true, fallback: undefined }),
  shard: text('I/N', 'one part of the data set, for "cam-lens merge"', undefined),
  workers: number('networks side by side', { least: 1, most: 64, whole: true, fallback: undefined }),
  backend: oneOf(backendChoices, 'what to run on', 'auto'),
  model: text('FILE.onnx', 'a model of your own, described by FILE.json beside it where that is there', undefined),
  ...modelOptions,
  out: text('FILE.json|FILE.csv', 'store the result, or a table of the records, there', undefined),
  report: text('DIR', 'write a page with tables, charts and pictures there, and a manifest', undefined),
  resume: flag('go on where the run that stored in --out was cut off'),
  ...browserOptions,
  json: flag('print one JSON document'),
} as const;

export type EvaluateOptions = OptionsOf<typeof evaluateOptions>;
