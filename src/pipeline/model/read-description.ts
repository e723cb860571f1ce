/** The JSON beside a model, with every field validated. */
import type { Link } from '../../autodiff/link.ts';
import { CamLensError } from '../../errors.ts';
import { readClassNames } from './class-names.ts';
import { normalizations } from './normalizations.ts';
import type { ModelDescription, Normalization } from '../types.ts';
import { own } from '../../own.ts';

/**
 * A partial description of a model; missing parts are taken from its metadata and its graph (see describe-model.ts).
 */
export type PartialDescription = Partial<Omit<ModelDescription, 'input'>> & {
  /** The image input's name in the graph. */
  readonly inputName?: string;
  /** Width and height of the network's input in pixels. */
  readonly size?: number;
  /** Its height, if different from the width. */
  readonly height?: number;
  /** 1: grey. */
  readonly channels?: 1 | 3;
  readonly normalization?: Normalization;
};

type Read<T> = (value: unknown, title: string) => T;

const text: Read<string> = (value, title) =>
  typeof value === 'string' && value !== '' ? value : refuse(title, 'a text');
const count: Read<number> = (value, title) =>
  Number.isInteger(value) && (value as number) > 0 ? (value as number) : refuse(title, 'a whole number above 0');
const texts: Read<readonly string[]> = (value, title) =>
  Array.isArray(value) ? value.map((each, i) => text(each, `${title}[${i}]`)) : refuse(title, 'a list of texts');
const number: Read<number> = (value, title) =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse(title, 'a number');

const link: Read<Link> = (value, title) =>
  value === 'softmax' || value === 'sigmoid' ? value : refuse(title, '"softmax" or "sigmoid"');

const layers: Read<Readonly<Record<string, string>>> = (value, title) => {
  const entries = Object.entries(object(value, title, 'an object of layer → value of the graph'));
  if (entries.length === 0) refuse(title, 'at least one layer');
  return Object.fromEntries(entries.map(([layer, name]) => [layer, text(name, `${title}.${layer}`)]));
};

const normalization: Read<Normalization> = (value, title) => {
  const names = Object.keys(normalizations).join(', ');
  if (typeof value === 'string' && Object.hasOwn(normalizations, value)) {
    return normalizations[value as keyof typeof normalizations];
  }
  const { order, scale, mean, std } = object(value, title, `one of ${names}, or {order, scale, mean, std}`);
  if (order !== 'RGB' && order !== 'BGR') return refuse(`${title}.order`, '"RGB" or "BGR"');
  const found = { order, scale: number(scale, `${title}.scale`), mean: triple(mean, `${title}.mean`) } as const;
  return { ...found, std: deviations(std, `${title}.std`) };
};

/** One number applies to every channel. */
export const triple: Read<Normalization['mean']> = (value, title) => {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  const [first, second, third, ...more] = given.length === 1 ? [given[0], given[0], given[0]] : given;
  if (first === undefined || more.length > 0) return refuse(title, 'one number, or three numbers,');
  return [number(first, `${title}[0]`), number(second, `${title}[1]`), number(third, `${title}[2]`)];
};

export const deviations: Read<Normalization['std']> = (value, title) => {
  const found = triple(value, title);
  return found.every((each) => each > 0) ? found : refuse(title, 'one number, or three numbers, above 0');
};

/** One number, or equal height and width. */
export const side: Read<number> = (value, title) => {
  const sides: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (sides.length === 0 || sides.some((each) => each !== sides[0])) {
    return refuse(title, 'a whole number of pixels, the width, (and "height" if different)');
  }
  return count(sides[0], title);
};

const channels: Read<1 | 3> = (value, title) => (value === 1 || value === 3 ? value : refuse(title, '1 or 3'));

/** One number, or height and width. */
export const sides: Read<{ readonly size: number; readonly height?: number }> = (value, title) => {
  if (!Array.isArray(value) || value.length !== 2 || value[0] === value[1]) return { size: side(value, title) };
  const [height, size] = value.map((each, i) => count(each, `${title}[${i}]`));
  return { size: size!, height: height! };
};

const fields = {
  ...{ name: text, title: text, file: text, sha256: text, sizeBytes: count, logits: text, licence: text, source: text },
  probabilities: link,
  ...{ layers, defaultLayer: text, strip: texts, size: side, height: count, channels, normalization, stride: count },
  classes: (value: unknown, title: string) => (typeof value === 'string' ? value : readClassNames(value, title)),
} as const;

const inputFields = { name: text, size: side, height: count, channels, normalization } as const;

/**
 * Accepts the full form (models/resnet50.json) and brief ones: `{"size": 299, "normalization": "tf", "classes": ["cat",
 * "dog"]}`. Every field is optional.
 * @param json as parsed
 * @param file its name in messages
 * @throws CamLensError `model-damaged` naming file and field
 */
export function readDescription(json: unknown, file: string): PartialDescription {
  const all = object(json, `${file}:`, 'an object');
  // The field `export` is not part of the description (see export-model.ts).
  const found = readFields(all, fields, file, ['input', 'export']);
  const { input } = all;
  if (input === undefined) return found;
  const given = object(input, `${file}: "input"`, 'an object');
  const { name, ...more } = readFields(given, inputFields, `${file}, "input"`);
  return { ...found, ...more, ...(name === undefined ? {} : { inputName: name }) };
}

type Fields = Readonly<Record<string, Read<unknown>>>;
type Found<Table extends Fields> = { readonly [Name in keyof Table]?: ReturnType<Table[Name]> };

function readFields<Table extends Fields>(
  given: Readonly<Record<string, unknown>>,
  table: Table,
  file: string,
  others: readonly string[] = [],
): Found<Table> {
  const entries = Object.entries(given).filter(([name]) => !others.includes(name));
  const found = entries.map(([name, value]) => {
    const read = own(table, name);
    const known = [...Object.keys(table), ...others].join(', ');
    if (read === undefined) {
      throw new CamLensError('model-damaged', `${file}: there is no field "${name}"; the fields are ${known}.`);
    }
    return [name, read(value, `${file}: "${name}"`)] as const;
  });
  return Object.fromEntries(found) as Found<Table>;
}

function object(value: unknown, title: string, expected: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(title, expected);
  return value as Readonly<Record<string, unknown>>;
}

function refuse(title: string, expected: string): never {
  throw new CamLensError('model-damaged', `${title} is not valid; ${expected} was expected.`);
}
