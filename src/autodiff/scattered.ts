/**
 * The gradient of writing updates into a tensor at constant positions: g at each position goes to what was written
 * there.
 */
import type { Step } from './rule.ts';

/**
 * @param places of the updates, in rows: g's first axes are flattened to [places], the others are kept
 * @param rowSizes the sizes of those first axes
 */
export function scatteredGradients(
  step: Step,
  places: readonly number[],
  rowSizes: readonly number[],
): readonly (string | undefined)[] {
  const reduction = step.text('reduction', 'none');
  if (reduction !== 'none' && reduction !== 'add') step.refuse(`its reduction is "${reduction}"`);
  const overwrites = reduction === 'none';
  if (overwrites && new Set(places).size < places.length) step.refuse('it writes several updates to one place');
  const count = rowSizes.reduce((product, size) => product * size, 1);
  step.checkTable(count);
  const g = step.gradient();
  const rest = step.knownShape(step.input()).length - rowSizes.length;
  const keptEntries = (): string => {
    const written = new Set(places);
    const kept = Array.from({ length: count }, (_, place) => (written.has(place) ? 0 : 1));
    return step.emit('Mul', [g, step.floats(kept, [...rowSizes, ...Array.from({ length: rest }, () => 1)])]);
  };
  const updates = (): string => {
    const tail = step.emit('Slice', [
      step.runtimeShape(step.input()),
      ...[[rowSizes.length], [2 ** 31 - 1], [0]].map((each) => step.ints(each)),
    ]);
    const rows = step.emit('Reshape', [g, step.emit('Concat', [step.ints([count]), tail], { axis: { int: 0 } })]);
    const picked = step.emit('Gather', [rows, step.ints(places)], { axis: { int: 0 } });
    return step.reshapeLike(picked, step.input(2));
  };
  return [
    step.needs(0) ? (overwrites ? keptEntries() : g) : undefined,
    undefined,
    step.needs(2) ? updates() : undefined,
  ];
}
