import { describe, expect, it } from 'vitest';
import { listed, sidesOf } from '../../../src/ui/embed/compared.ts';
import { cellAt, movedBy } from '../../../src/ui/shared/point.ts';

describe('what stands side by side', () => {
  it('is listed in an attribute, once each', () => {
    expect(listed(' cam, grad-cam,,cam ', ',')).toEqual(['cam', 'grad-cam']);
    expect(listed('cat - dog; 3', ';')).toEqual(['cat - dog', '3']);
    expect(listed('', ',')).toEqual([]);
  });

  it('is named by what tells it from the others', () => {
    expect(sidesOf(['cam', 'grad-cam'], [], [])).toEqual([
      { method: 'cam', layer: '', target: 'predicted', name: 'cam' },
      { method: 'grad-cam', layer: '', target: 'predicted', name: 'grad-cam' },
    ]);
    expect(sidesOf(['cam'], ['a', 'b'], ['1', '2']).map(({ name }) => name)).toEqual([
      ...['cam, a, 1', 'cam, a, 2', 'cam, b, 1', 'cam, b, 2'],
    ]);
  });
});

describe('a point', () => {
  const map = { width: 3, height: 2, values: [1, 2, 3, 4, 5, 6] };
  it.each([
    [[0, 0], 1],
    [[0.34, 0.49], 2],
    [[0.66, 0.5], 5],
    [[1, 1], 6],
    [[-0.01, 0], undefined],
    [[0, 1.01], undefined],
    [[NaN, 0], undefined],
  ] as const)('at %j has the value %j', (point, value) => expect(cellAt(map, point)).toBe(value));

  it('begins in the middle, and stays inside', () => {
    expect(movedBy('ArrowLeft', undefined)).toEqual([0.5, 0.5]);
    expect(movedBy('ArrowLeft', [0.5, 0.5])).toEqual([0.5 - 1 / 28, 0.5]);
    expect(movedBy('ArrowDown', [0, 1])).toEqual([0, 1]);
    expect(movedBy('Escape', [0, 1])).toBe('away');
    expect([movedBy('Escape', undefined), movedBy('a', [0, 1]), movedBy('constructor', undefined)]).toEqual([
      ...[undefined, undefined, undefined],
    ]);
  });
});
