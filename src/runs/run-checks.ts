/** Checks of the sheet of a run and the result of an evaluation. */
import { formatNames } from '../datasets/formats.ts';
import { errorCodes } from '../error-codes.ts';
import { measureNames } from './run-choice.ts';
import { lackingTruths } from './run-format.ts';
import { refinementNames } from '../pipeline/recipe/refine/refinements.ts';
import {
  both,
  fields,
  list,
  number,
  oneOf,
  orNull,
  rising,
  table,
  text,
  where,
  whole,
  type Check,
} from '../evaluation/checks.ts';

const [most, mostClasses] = [1e9, 1e7];

const names = (least: number): Check =>
  both(
    list(text, least, 10_000),
    where((value) => new Set(value as string[]).size === (value as string[]).length, 'names, each once'),
  );

const sha256 = where((value) => typeof value === 'string' && /^[\da-f]{64}$/.test(value), 'a SHA-256 in hexadecimal');

const choice = fields({
  methods: names(1),
  layers: names(0),
  sources: both(list(oneOf('true', 'predicted'), 1, 2), names(1)),
  thresholds: rising(number(0, 1), 1, 10_000),
  boxThreshold: number(0, 1),
  measures: names(0),
  'conventions?': names(1),
  'refine?': oneOf(...refinementNames),
  'steps?': whole(1, 10_000),
});

const finite = number(-Number.MAX_VALUE, Number.MAX_VALUE);

const normalization = fields({
  order: oneOf('RGB', 'BGR'),
  scale: finite,
  mean: list(finite, 3, 3),
  std: list(finite, 3, 3),
});

const model = fields({
  ...{ name: text, 'sha256?': sha256, size: whole(1, 2 ** 16), 'height?': whole(1, 2 ** 16) },
  'stride?': whole(1, 2 ** 16),
  ...{ 'normalization?': normalization, 'output?': text },
});

const plan = fields({
  ...{ choice, model, split: orNull(sha256), classMap: orNull(sha256) },
  'format?': oneOf(...formatNames),
});

const backend = fields({
  network: oneOf('webgpu', 'wasm'),
  stages: oneOf('webgpu', 'cpu'),
  adapter: where((value) => typeof value === 'string', 'a text'),
});

const isShard: Check = (value) => {
  const { index, count } = value as { readonly index: number; readonly count: number };
  return index <= count ? undefined : { path: ['index'], expected: `a part of ${count}` };
};
const shard = both(fields({ index: whole(1, most), count: whole(1, most) }), isShard);

export const problemCheck = fields({
  id: where((value) => typeof value === 'string', 'a name'),
  code: where((value) => typeof value === 'string' && Object.hasOwn(errorCodes, value), 'a code of cam-lens'),
  message: where((value) => typeof value === 'string', 'a text'),
});

const timings = fields({
  pictures: whole(0, most),
  seconds: number(0, 1e12),
  picturesPerSecond: number(0, 1e12),
  workers: whole(1, 10_000),
});

const outcome = {
  failed: list(problemCheck),
  notes: list(problemCheck),
  withoutPicture: list(where((value) => typeof value === 'string', 'a name')),
  timings,
};

export const sheetCheck = fields({
  plan,
  shard: orNull(shard),
  backend,
  'leftOut?': both(list(oneOf(...measureNames)), names(0)),
  'classes?': list(
    where((value) => typeof value === 'string', 'a name'),
    0,
    mostClasses,
  ),
  'crashes?': list(fields({ id: text, deaths: whole(0, most) })),
  outcome: orNull(fields(outcome)),
});

const isIndex = (key: string): boolean => /^\d{1,7}$/.test(key);

const classNames = table(
  where((value) => typeof value === 'string', 'a name'),
  isIndex,
  'a class index',
);

/**
 * For a result: everything except its records, which are checked one by one, and the tables, which are recomputed from
 * them.
 */
export const resultCheck = fields({
  dataset: fields({ pictures: whole(0, most), boxes: whole(0, most) }),
  plan,
  backend,
  'shards?': list(shard, 1, 1e6),
  'leftOut?': list(fields({ measure: oneOf(...measureNames), lacks: oneOf(...lackingTruths) })),
  'classes?': classNames,
  perPicture: list(() => undefined),
  ...outcome,
});

/** The same for what the page for data sets saves, which has settings in place of a plan. */
export const pageResultCheck = fields({
  settings: fields({
    ...{ methods: names(1), layer: text, source: oneOf('true', 'predicted'), size: whole(1, 2 ** 16) },
    ...{ 'conventions?': names(1), 'refine?': oneOf(...refinementNames), 'measures?': names(0) },
  }),
  model: fields({ name: text, 'sha256?': sha256 }),
  'classes?': classNames,
  perPicture: list(() => undefined),
});
