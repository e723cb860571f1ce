/** The parts of negative controls that need no network. */
import { expect, test } from 'vitest';
import { sobel } from '../../../src/pipeline/recipe/controls/edges.ts';
import { controlMethod, controlNames, controls, isControl } from '../../../src/pipeline/recipe/controls/index.ts';
import { shuffledOrder } from '../../../src/pipeline/recipe/controls/shuffled.ts';
import { methodNamed, methods } from '../../../src/pipeline/recipe/methods/index.ts';

test('each control is a method that is found by name, and no method is one', () => {
  expect(controls.map(({ name }) => name)).toEqual(controlNames.map(controlMethod));
  controls.forEach((control) => expect(methodNamed(control.name)).toBe(control));
  expect(methods.some(({ name }) => isControl(name))).toBe(false);
});

test('Sobel by hand', () => {
  // A step of 1 between two columns: 1 + 2 + 1 on both sides of it, along the whole height.
  expect([...sobel([0, 0, 1, 1, 0, 0, 1, 1], 4)]).toEqual([0, 4, 4, 0, 0, 4, 4, 0]);
  // A ramp of 1 down and 2 across: 8 down, 16 across, inside.
  const ramp = Array.from({ length: 25 }, (_, i) => 2 * (i % 5) + Math.floor(i / 5));
  expect(sobel(ramp, 5)[12]).toBeCloseTo(Math.hypot(8, 16), 12);
  // A corner: half of it, as the edge goes on outside.
  expect(sobel(ramp, 5)[0]).toBeCloseTo(Math.hypot(4, 8), 12);
  expect([...sobel(new Array<number>(6).fill(3), 3)]).toEqual([0, 0, 0, 0, 0, 0]);
});

test('the order of shuffled weights is one of them, and always the same', () => {
  const order = shuffledOrder(2048);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 2048 }, (_, i) => i));
  expect(order.filter((place, i) => place === i).length).toBeLessThan(10);
  expect(shuffledOrder(2048)).toEqual(order);
});
