/**
 * The state of the page as the fragment of its URL, which no server sees: which picture and model, and the settings that
 * differ from the defaults. Anybody can write such a link, so every value is checked.
 */
import { conventionNames } from '../../pipeline/recipe/conventions.ts';
import { refinementNamed, refinementNames } from '../../pipeline/recipe/refine/refinements.ts';
import type { Target } from '../../pipeline/recipe/target.ts';
import { describeError } from '../../errors.ts';
import { own } from '../../own.ts';
import { readHandOver, type HandOver } from '../shared/hand-over.ts';
import { initialSettings, type Settings } from '../shared/settings.ts';
import { colourMaps } from './colour-scales.ts';

export interface PageLink {
  /** The key of a picture source (see there); undefined: the first picture. */
  readonly picture?: string;
  /** URL of a model’s description, or the name of one from the device; undefined: the page's own model. */
  readonly model?: string;
  /** The picture passed by an evaluation. */
  readonly handed?: HandOver;
  /** What the link says of the settings. */
  readonly settings: Partial<Settings>;
  /** What it says wrongly, as sentences. */
  readonly problems: readonly string[];
}

/** The kinds of pictures, which begin their keys: `sample:giant-panda.webp`. */
const pictureKinds = ['sample', 'url', 'own', 'picture'] as const;

interface Field<Value> {
  /** Its name in a link. */
  readonly key: string;
  /** For messages. */
  readonly expected: string;
  /** Whether its changes are fine adjustments, which are no steps to go back to. */
  readonly isFine?: true;
  readonly write: (value: Value) => string;
  /** Returns undefined if the text is wrong. */
  readonly read: (text: string) => Value | undefined;
}

const name: Pick<Field<string>, 'write' | 'read'> = { write: (value) => value, read: (text) => text };

function oneOf<Value extends string>(values: readonly Value[]): Omit<Field<Value>, 'key'> {
  return {
    expected: `one of ${values.join(', ')}`,
    write: (value) => value,
    read: (text) => values.find((value) => value === text),
  };
}

const share: Omit<Field<number>, 'key'> = {
  expected: 'a number from 0 to 1',
  isFine: true,
  write: (value) => String(Number(value.toFixed(4))),
  read: (text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    return value >= 0 && value <= 1 ? value : undefined;
  },
};

const fields: { readonly [Name in keyof Settings]: Field<Settings[Name]> } = {
  methods: {
    ...{ key: 'methods', expected: 'names of methods with commas between them' },
    write: (names) => names.join(','),
    read: (text) => (text === '' ? undefined : text.split(',')),
  },
  method: { key: 'method', expected: 'the name of a method', ...name },
  layer: { key: 'layer', expected: 'the name of a layer', ...name },
  compare: {
    ...{ key: 'view', expected: '“layers”, “methods” or “pictures”' },
    write: (compares) => (compares === 'nothing' ? 'pictures' : compares),
    read: (text) => own({ layers: 'layers', methods: 'methods', pictures: 'nothing' } as const, text),
  },
  class: {
    ...{ key: 'class', expected: '“predicted”, an index, or index:weight pairs with commas between them' },
    write: writeTarget,
    read: readTarget,
  },
  convention: { key: 'convention', ...oneOf(conventionNames) },
  refine: { key: 'refine', ...oneOf(refinementNames) },
  threshold: { key: 'threshold', ...share },
  opacity: { key: 'opacity', ...share },
  colourMap: { key: 'colours', isFine: true, ...oneOf(colourMaps) },
};

const fieldList = Object.entries(fields) as unknown as [keyof Settings, Field<unknown>][];

/**
 * @param picture the key of its source; undefined if the link need not name it
 * @param defaults of this page: settings equal to them are left out; default: every setting is written
 * @returns `#…`; empty if everything is as the page begins
 */
export function pageLink(
  { picture, model, settings }: Pick<PageLink, 'picture' | 'model'> & { readonly settings: Settings },
  defaults?: Settings,
): string {
  const said = new URLSearchParams();
  if (model !== undefined) said.set('model', model);
  if (picture !== undefined) said.set(...splitKey(picture));
  for (const [setting, { key, write }] of fieldList) {
    const text = write(settings[setting]);
    if (text !== '' && (defaults === undefined || text !== write(defaults[setting]))) said.set(key, text);
  }
  const text = readable(said);
  return text === '' ? '' : `#${text}`;
}

/** The kind of a picture, and which one it is. */
export function splitKey(key: string): [kind: string, name: string] {
  const end = key.indexOf(':');
  return [key.slice(0, end), key.slice(end + 1)];
}

/** @param hash of the page's URL */
export function readPageLink(hash: string): PageLink {
  const said = new URLSearchParams(hash.replace(/^#/, ''));
  const problems: string[] = [];
  const settings = new Map<string, unknown>();
  for (const [setting, { key, expected, read }] of fieldList) {
    const text = said.get(key);
    if (text === null) continue;
    const value = read(text);
    if (value === undefined) problems.push(`The address says ${key}=${text}; ${expected} was expected.`);
    else settings.set(setting, value);
  }
  let handed: HandOver | undefined;
  try {
    handed = readHandOver(hash);
  } catch (error) {
    problems.push(describeError(error).message);
  }
  const kind = pictureKinds.find((one) => (one === 'picture' ? handed !== undefined : said.has(one)));
  const model = said.get('model');
  return {
    ...(kind === undefined ? {} : { picture: `${kind}:${said.get(kind) ?? ''}` }),
    ...(model === null ? {} : { model }),
    ...(handed === undefined ? {} : { handed }),
    settings: { ...settingsOf(handed), ...Object.fromEntries(settings) },
    problems,
  };
}

/** Settings that a link is relative to: what it says, and the page's defaults for the rest. */
export function wholeSettings({ settings }: Pick<PageLink, 'settings'>): Settings {
  const { threshold } = refinementNamed(settings.refine ?? initialSettings.refine);
  return { ...initialSettings, threshold, ...settings };
}

/** Whether a link differs from another by more than fine adjustments. */
export function isStep(link: string, from: string): boolean {
  const [one = '', other = ''] = [link, from].map((hash) => {
    const said = new URLSearchParams(hash.replace(/^#/, ''));
    for (const [, { key, isFine }] of fieldList) if (isFine === true) said.delete(key);
    return said.toString();
  });
  return one !== other;
}

function settingsOf(handed: HandOver | undefined): Partial<Settings> {
  if (handed === undefined) return {};
  const { methods, layer, convention, refine = 'none' } = handed;
  return { methods, layer, convention, refine, class: handed.class };
}

/** Slashes, colons and commas need no escapes in a fragment. */
function readable(said: URLSearchParams): string {
  return said.toString().replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%2C', ',');
}

function writeTarget(target: Target): string {
  return typeof target === 'object'
    ? target.map(({ index, weight }) => `${index}:${weight}`).join(',')
    : String(target);
}

function readTarget(text: string): Target | undefined {
  if (text === 'predicted') return text;
  if (/^\d+$/.test(text)) return Number(text);
  const pairs = text.split(',').map((pair) => /^(\d+):(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(pair));
  const weighted = pairs.flatMap((pair) =>
    pair === null ? [] : [{ index: Number(pair[1]), weight: Number(pair[2]) }],
  );
  return weighted.length === pairs.length && weighted.every(({ weight }) => Number.isFinite(weight))
    ? weighted
    : undefined;
}
