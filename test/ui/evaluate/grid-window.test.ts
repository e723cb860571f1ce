import { describe, expect, it } from 'vitest';
import { gridWindow, movedBy } from '../../../src/ui/evaluate/grid-window.ts';

const shape = { count: 20_580, columns: 5, rowHeight: 200 };

describe('the window of a grid', () => {
  it('holds what is in view, and two rows above and below', () => {
    // Rows 10 to 13 are in view: 2,000 to 2,640.
    expect(gridWindow(shape, 2000, 640)).toEqual({ rows: 4116, first: 40, end: 80, top: 1600, height: 823_200 });
  });

  it('ends with the grid', () => {
    expect(gridWindow(shape, 0, 640)).toMatchObject({ first: 0, end: 30, top: 0 });
    expect(gridWindow({ ...shape, count: 7 }, 0, 640)).toMatchObject({ rows: 2, first: 0, end: 7, height: 400 });
    expect(gridWindow(shape, 823_200 - 640, 640).end).toBe(20_580);
    expect(gridWindow({ ...shape, count: 0 }, 0, 640)).toEqual({ rows: 0, first: 0, end: 0, top: 0, height: 0 });
  });

  it('shows its end where it was scrolled further before it became shorter', () => {
    expect(gridWindow({ ...shape, count: 7 }, 5000, 640)).toMatchObject({ first: 0, end: 7, top: 0 });
    expect(gridWindow({ ...shape, count: 100 }, 5000, 640)).toMatchObject({ first: 70, end: 100, top: 2800 });
  });
});

describe('keys', () => {
  it.each([
    ['ArrowRight', 12, 13],
    ['ArrowLeft', 12, 11],
    ['ArrowDown', 12, 17],
    ['ArrowUp', 12, 7],
    ['PageDown', 12, 27],
    ['PageUp', 12, 0],
    ['Home', 12, 0],
    ['End', 12, 20_579],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 20_578, 20_579],
  ])('%s moves from %i to %i', (key, at, to) => expect(movedBy(key, at, shape, 3)).toBe(to));

  it.each(['a', 'Tab', 'constructor'])('%s moves nowhere', (key) => expect(movedBy(key, 3, shape, 3)).toBeUndefined());
});
