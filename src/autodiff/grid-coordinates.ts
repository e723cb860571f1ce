/** From the coordinates of GridSample's grid, −1 to 1, to positions in a row of entries, and the slope of that. */
import type { Step } from './rule.ts';

export type Padding = 'zeros' | 'border' | 'reflection';

export interface Coordinates {
  /** 0 is the first entry of the row, size − 1 the last; with padding `zeros` beyond these too. */
  readonly position: string;
  /** ∂position / ∂coordinate, which broadcasts to it. */
  readonly slope: () => string;
}

export interface GridConvention {
  readonly padding: Padding;
  /** Whether −1 and 1 are the centres of the first and last entry, or the edges of the row. */
  readonly alignsCorners: boolean;
}

/** @param coordinate of any shape */
export function gridCoordinates(
  step: Step,
  coordinate: string,
  size: number,
  { padding, alignsCorners }: GridConvention,
): Coordinates {
  const last = size - 1;
  const scale = alignsCorners ? last / 2 : size / 2;
  const position = step.emit('Add', [step.emit('Mul', [coordinate, scale]), last / 2]);
  if (padding === 'zeros') return { position, slope: () => step.float(scale) };
  if (padding === 'border') return clamped(step, { position, slope: () => step.float(scale) }, last);

  const [from, range] = alignsCorners ? [0, last] : [-0.5, size];
  if (range === 0) return { position: step.emit('Mul', [position, 0]), slope: () => step.float(0) };
  // A triangle wave: the distance from the first edge, within a period of two ranges, is folded in its middle.
  const offset = step.emit('Sub', [position, from]);
  const distance = step.emit('Abs', [offset]);
  const periods = truncated(step, step.emit('Div', [distance, 2 * range]));
  const inPeriod = step.emit('Sub', [distance, step.emit('Mul', [periods, 2 * range])]);
  const fold = step.emit('Abs', [step.emit('Sub', [inPeriod, range])]);
  const folded = step.emit('Sub', [range + from, fold]);
  const slope = (): string => {
    const isNegative = step.emit('Less', [offset, 0]);
    const rises = step.emit('Where', [step.emit('Less', [inPeriod, range]), scale, -scale]);
    return step.emit('Where', [isNegative, step.emit('Neg', [rises]), rises]);
  };
  return alignsCorners ? { position: folded, slope } : clamped(step, { position: folded, slope }, last);
}

/** Positions between the centre of an entry at the edge and the edge itself are that entry. */
function clamped(step: Step, { position, slope }: Coordinates, last: number): Coordinates {
  const isBefore = step.emit('Less', [position, 0]);
  const isBehind = step.emit('Greater', [position, last]);
  return {
    position: step.emit('Where', [isBefore, 0, step.emit('Where', [isBehind, last, position])]),
    slope: () => step.emit('Where', [isBefore, 0, step.emit('Where', [isBehind, 0, slope()])]),
  };
}

/** Of numbers that are not negative. */
function truncated(step: Step, value: string): string {
  const [int32, float32] = [6, 1];
  return step.emit('Cast', [step.emit('Cast', [value], { to: { int: int32 } })], { to: { int: float32 } });
}
