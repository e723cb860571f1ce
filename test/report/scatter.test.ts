import { expect, it } from 'vitest';
import { scatterChart } from '../../src/report/scatter.ts';

const drawn = (points: readonly (readonly [number, number])[]) =>
  scatterChart({ title: 'a < b', across: 'A', up: 'B', points }).toString();

it('draws a point where its values are, by hand', () => {
  // The plot is from 46 to 278 across and from 242 up to 10: 0.25 is 58 in, 0.75 is 174 up.
  expect(drawn([[0.25, 0.75]])).toContain('<path class="points" d="M104 68h0" stroke-width="3.2"/>');
  expect(drawn([[0, 0]])).toContain('d="M46 242h0"');
  expect(drawn([[0.25, 0.75]])).toContain('aria-label="a &lt; b"');
});

it('draws points at one place once, larger the more there are', () => {
  const many = drawn(Array.from({ length: 20_580 }, () => [0.5, 0.5] as const));
  expect(many.match(/h0/g)).toHaveLength(1);
  expect(many).toContain('d="M162 126h0" stroke-width="6.2"');
});

it('has the same range on both axes, wider than 0 … 1 if a value is', () => {
  const wide = drawn([
    [-1, 0],
    [3, 1],
  ]);
  // From −1 to 3 in 232: 0 is 58 up, 1 is 116 up.
  expect(wide).toContain('M46 184h0M278 126h0');
  expect(wide).toContain('>-1.00<');
});
