import type { Box, VocObject } from './read-voc.ts';

/** What a file says about one picture, in any format, before its classes are looked up. */
export interface DraftAnnotation {
  readonly id: string;
  readonly path: string;
  /** "path in archive", for messages. */
  readonly place: string;
  /** Of the picture, according to the file; undefined if it does not say. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** With the boxes as in the file: in pixels or, if `isRelative`, as shares of the upright picture's size. */
  readonly objects: readonly VocObject[];
  readonly isRelative?: boolean;
  /** Why objects were left out, as in "object 2 …". */
  readonly skipped: readonly string[];
}

/** The box around points; undefined if a coordinate is not a finite number, or there are fewer than two points. */
export function boxAround(coordinates: readonly unknown[]): Box | undefined {
  const [xs, ys] = [0, 1].map((axis) => coordinates.filter((_, i) => i % 2 === axis)) as [unknown[], unknown[]];
  if (xs.length < 2 || xs.length !== ys.length || !coordinates.every(isNumber)) return undefined;
  const least = (values: unknown[]): number => (values as number[]).reduce((a, b) => Math.min(a, b));
  const most = (values: unknown[]): number => (values as number[]).reduce((a, b) => Math.max(a, b));
  return [least(xs), least(ys), most(xs), most(ys)];
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
