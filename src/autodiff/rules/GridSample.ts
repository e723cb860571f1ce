import { knownSize } from '../../onnx/dimensions.ts';
import { gridCoordinates, type Coordinates, type Padding } from '../grid-coordinates.ts';
import type { Rule, Step } from '../rule.ts';

const paddings: ReadonlySet<string> = new Set<Padding>(['zeros', 'border', 'reflection']);

/** ONNX renamed the modes in operator set 20. */
const modes: ReadonlyMap<string, 'linear' | 'nearest'> = new Map([
  ['linear', 'linear'],
  ['bilinear', 'linear'],
  ['nearest', 'nearest'],
]);

/** Of what the products below may hold at once, in numbers. */
const mostProducts = 2 ** 26;

/**
 * y = x at the places that a grid names (Jaderberg 2015): y[n, c, o] = Σ x[n, c, h, w] · V[n, o, h] · U[n, o, w], where
 * V and U are the weights of rows and columns. x receives the sum of g · V · U over o; the grid that of g · x · ∂V · U
 * and g · x · V · ∂U, times the slopes of the positions. Weights of the nearest entry have no slope.
 */
export const GridSample: Rule = (step) => {
  const [x, grid] = [step.knownShape(step.input()), step.knownShape(step.input(1))];
  if (x.length !== 4) step.refuse(`it samples ${x.length} dimensions; only [N, C, H, W] is handled`);
  const given = step.text('mode', 'linear');
  const mode = modes.get(given) ?? step.refuse(`its mode is "${given}"; only linear and nearest are handled`);
  const named = step.text('padding_mode', 'zeros');
  const padding = isPadding(named) ? named : step.refuse(`its padding_mode is "${named}"`);
  const [channels, height, width] = x.slice(1).map(knownSize);
  const places = grid.slice(1, 3).reduce<number>((product, size) => product * (knownSize(size) ?? NaN), 1);
  if (height === undefined || width === undefined || channels === undefined || Number.isNaN(places)) {
    return step.refuse('it samples a free height or width; export the model for a fixed size');
  }
  const byChannels = channels <= height;
  if (Math.min(channels, height) * width * places > mostProducts)
    step.refuse(`its ${places} places in a map of ${height} × ${width} would need too much memory`);

  const [columns, rows] = [width, height].map((size, axis) => {
    const entries = step.emit('Slice', [step.input(1), step.ints([axis]), step.ints([axis + 1]), step.ints([3])]);
    // [N, places, 1]
    const flat = step.emit('Reshape', [entries, step.ints([0, -1, 1])]);
    const convention = { padding, alignsCorners: step.int('align_corners', 0) === 1 };
    return weightsOf(step, gridCoordinates(step, flat, size, convention), size, mode);
  }) as [Weights, Weights];
  const g = step.emit('Reshape', [step.gradient(), step.ints([0, 0, -1])]);

  const toX = (): string =>
    byChannels
      ? einsum(step, 'nco,now,noh->nchw', [g, columns.values, rows.values])
      : einsum(step, 'noh,now,nco->nchw', [rows.values, columns.values, g]);
  const along = (u: string, v: string): string =>
    byChannels
      ? einsum(step, 'nchw,noh,now,nco->no', [step.input(), v, u, g])
      : einsum(step, 'nco,nchw,noh,now->no', [g, step.input(), v, u]);
  const toGrid = (): string | undefined => {
    if (mode === 'nearest') return undefined;
    const parts = [along(columns.slopes(), rows.values), along(columns.values, rows.slopes())].map((part, i) =>
      step.emit('Mul', [step.emitOverAxes('Unsqueeze', part, [2]), (i === 0 ? columns : rows).positionSlope()]),
    );
    return step.reshapeLike(step.emit('Concat', parts, { axis: { int: 2 } }), step.input(1));
  };
  return [step.needs(0) ? toX() : undefined, step.needs(1) ? toGrid() : undefined];
};

/** Of the entries of a row, for every place, [N, places, size]. */
interface Weights {
  readonly values: string;
  /** Their derivatives with respect to the position. */
  readonly slopes: () => string;
  /** That of the position with respect to the grid, which broadcasts to [N, places, 1]. */
  readonly positionSlope: () => string;
}

function weightsOf(step: Step, { position, slope }: Coordinates, size: number, mode: 'linear' | 'nearest'): Weights {
  const indices = Array.from({ length: size }, (_, i) => i);
  // From every entry to the place.
  const away = step.emit('Sub', [position, step.floats(indices, [1, 1, size])]);
  const distance = step.emit('Abs', [away]);
  if (mode === 'nearest') {
    // Halves are rounded to even numbers.
    const reach = step.floats(
      indices.map((index) => (index % 2 === 0 ? justAboveHalf : 0.5)),
      [1, 1, size],
    );
    const values = step.emit('Where', [step.emit('Less', [distance, reach]), 1, 0]);
    return { values, slopes: () => values, positionSlope: slope };
  }
  const rest = step.emit('Sub', [1, distance]);
  const isNear = step.emit('Greater', [rest, 0]);
  return {
    values: step.emit('Where', [isNear, rest, 0]),
    // At an entry, the slope towards the next one.
    slopes: () => {
      const falls = step.emit('Where', [isNear, -1, 0]);
      const isBefore = step.emit('And', [
        step.emit('Less', [away, 0]),
        step.emit('Not', [step.emit('Less', [away, -1])]),
      ]);
      return step.emit('Where', [isBefore, 1, falls]);
    },
    positionSlope: slope,
  };
}

/** The next float32 after 0.5. */
const justAboveHalf = 0.5 + 2 ** -24;

function isPadding(name: string): name is Padding {
  return paddings.has(name);
}

function einsum(step: Step, equation: string, operands: readonly string[]): string {
  return step.emit('Einsum', operands, { equation: { string: equation } });
}
