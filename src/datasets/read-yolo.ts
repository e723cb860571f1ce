/**
 * YOLO labels: a text file per picture, with one object per line: class index, then the centre, width and height of its
 * box or the points of its polygon, all as shares of the picture's size. Class names are in data.yaml or, for older
 * tools, one per line in classes.txt or obj.names. Source: https://docs.ultralytics.com/datasets/detect/.
 */
import { parse as parseYaml } from 'yaml';
import { CamLensError } from '../errors.ts';
import { boxAround } from './draft-annotation.ts';
import type { Box, VocObject } from './read-voc.ts';

/** Names by class index. */
export type YoloNames = ReadonlyMap<number, string>;

export interface YoloLabels {
  /** Named by their class index, until the names are known. */
  readonly objects: readonly VocObject[];
  readonly skipped: readonly string[];
}

/** Files with class names, one per line. */
const nameList = /(^|\/)(classes\.txt|[^/]*\.names)$/i;
const yaml = /\.ya?ml$/i;

/** Whether the file has class names rather than labels. */
export function isYoloNames(path: string): boolean {
  return nameList.test(path) || yaml.test(path);
}

/**
 * @param place name of the file in messages
 * @returns undefined if it is not a file of class names
 * @throws CamLensError `annotation-unreadable`
 */
export function readYoloNames(text: string, path: string, place: string): YoloNames | undefined {
  if (!yaml.test(path)) return new Map(linesOf(text).map((line, i) => [i, line]));
  let document: unknown;
  try {
    document = parseYaml(text);
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new CamLensError('annotation-unreadable', `${place} is not valid YAML: ${reason}`, { cause });
  }
  const names: unknown = typeof document === 'object' && document !== null && 'names' in document && document.names;
  if (typeof names !== 'object' || names === null) return undefined;
  // A list, or {0: name, 1: name}.
  return new Map(Object.entries(names).map(([index, name]) => [Number(index), String(name)]));
}

/** Undefined if the text is something else: a README, or a list of files. An empty text is a picture without objects. */
export function readYoloLabels(text: string): YoloLabels | undefined {
  const lines = linesOf(text);
  const numbers = lines.map((line) => line.split(/\s+/).map(Number));
  if (!numbers.every(([index = NaN, ...rest]) => Number.isInteger(index) && index >= 0 && isShape(rest))) {
    return undefined;
  }
  const objects: VocObject[] = [];
  const skipped: string[] = [];
  for (const [i, [index, ...rest]] of numbers.entries()) {
    const box = boxOf(rest);
    if (box.every((corner) => corner >= -1 && corner <= 2)) objects.push({ name: String(index), box });
    else skipped.push(`line ${i + 1} has coordinates that are not shares of the picture's size`);
  }
  return { objects, skipped };
}

/** A box, a box and its confidence, or three points or more. */
function isShape(values: readonly number[]): boolean {
  const isCount = values.length === 4 || values.length === 5 || (values.length >= 6 && values.length % 2 === 0);
  return isCount && values.every(Number.isFinite);
}

function boxOf(values: readonly number[]): Box {
  if (values.length >= 6) return boxAround(values)!;
  const [x, y, width, height] = values as [number, number, number, number];
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
