import { describe, expect, it } from 'vitest';
import { histogramChart, lineChart, linePath, niceStep } from '../../src/report/chart.ts';

// The plot reaches from x = 44 to 388 and from y = 208, where 0 is, up to 10.
describe('charts', () => {
  it('put points where their values are', () => {
    expect(
      linePath([
        [0, 0],
        [0.25, 0.5],
        [1, 1],
      ]),
    ).toBe('M44 208L130 109L388 10');
  });

  it('draw a line for each method, with its name, and a dot at the reported threshold', () => {
    const line = {
      points: [
        [0, 1],
        [0.5, 0.5],
      ],
      colour: '#2f7bf6',
    } as const;
    const chart = String(
      lineChart('CorLoc over the threshold', 'CorLoc', [
        { ...line, label: 'CAM', dot: 1 },
        { ...line, label: 'A<B', dot: -1 },
      ]),
    );
    expect(chart.match(/<path class="curve"[^>]*>/g)).toEqual([
      '<path class="curve" d="M44 10L216 109" stroke="#2f7bf6" stroke-dasharray="none">',
      '<path class="curve" d="M44 10L216 109" stroke="#2f7bf6" stroke-dasharray="8 4">',
    ]);
    expect(chart).toContain('<title>A&lt;B</title>');
    expect(chart.match(/<circle [^>]*>/g)).toEqual(['<circle class="dot" cx="216" cy="109" r="5" fill="#2f7bf6"/>']);
  });

  it('draw bars as high as their counts, on an axis of whole pictures', () => {
    // The largest count is 6: steps of 2 up to 6, so that a bar of 6 has the whole height, 198.
    const chart = String(histogramChart('Pictures by IoU', 'red', [0, 6, 3, 0], 6));
    const bars = [...chart.matchAll(/<rect class="bar" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)];
    expect(bars.map((bar) => bar.slice(1).map(Number))).toEqual([
      [44.5, 208, 85, 0],
      [130.5, 10, 85, 198],
      [216.5, 109, 85, 99],
      [302.5, 208, 85, 0],
    ]);
    const ticks = [...chart.matchAll(/text-anchor="end">(\d+)</g)].map(([, tick]) => tick);
    expect(ticks).toEqual(['0', '2', '4', '6']);
    expect(chart).toContain('<title>0.25 to 0.5: 6</title>');
  });

  it('step by 1, 2 and 5', () => {
    expect([0.1, 1, 1.5, 3, 5, 6, 12, 30, 51].map(niceStep)).toEqual([1, 1, 2, 5, 5, 10, 20, 50, 100]);
  });
});
