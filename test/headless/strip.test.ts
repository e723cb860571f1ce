import { describe, expect, it } from 'vitest';
import { fitEnd, stripLayout } from '../../src/headless/strip.ts';

describe('stripLayout', () => {
  it('puts tiles side by side, with gaps of 12 and captions of 36 pixels', () => {
    const { tile, canvas, left } = stripLayout({ width: 960, height: 640 }, 3);
    expect(tile).toEqual({ width: 480, height: 320 });
    expect([0, 1, 2].map(left)).toEqual([12, 504, 996]);
    expect(canvas).toEqual({ width: 1488, height: 368 });
  });

  it('enlarges nothing', () => {
    expect(stripLayout({ width: 40, height: 30 }, 5).tile).toEqual({ width: 40, height: 30 });
  });

  it.each([
    [{ width: 1000, height: 800 }, 60],
    [{ width: 8000, height: 3 }, 7],
    [{ width: 3, height: 8000 }, 18],
  ])('keeps %j, %i times, to what every canvas can hold', (picture, tiles) => {
    const { tile, canvas, left } = stripLayout(picture, tiles);
    expect(canvas.width).toBeLessThanOrEqual(8192);
    expect(left(tiles - 1) + tile.width + 12).toBe(canvas.width);
    expect(Math.min(tile.width, tile.height)).toBeGreaterThanOrEqual(1);
  });
});

it('keeps the end of a caption that is too long', () => {
  const measure = (text: string): number => 10 * text.length;
  expect(fitEnd('layer4', 60, measure)).toBe('layer4');
  expect(fitEnd('stage/block/relu', 60, measure)).toBe('…/relu');
  expect(fitEnd('layer4', 5, measure)).toBe('…');
});
