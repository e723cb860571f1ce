import { expect, it } from 'vitest';
import { FrameGate } from '../../../src/ui/embed/frame-gate.ts';

it('takes one frame at a time, and then the newest; all others count as dropped', () => {
  const gate = new FrameGate();
  expect(gate.offer(0, 7, 1000)).toBe(true);
  expect([1, 2, 3].map((more) => gate.offer(100 * more, 7 + more, 1000))).toEqual([false, false, false]);
  gate.end(true);
  expect(gate.counts).toEqual({ shown: 1, dropped: 3 });
  // Two frames were played without a word.
  expect(gate.offer(400, 13, 1000)).toBe(true);
  gate.end(false);
  expect(gate.counts).toEqual({ shown: 1, dropped: 6 });
});

it('keeps to a rate', () => {
  const gate = new FrameGate();
  const taken = Array.from({ length: 31 }, (_, index) => {
    const isTaken = gate.offer((1000 * index) / 30, index + 1, 5);
    if (isTaken) gate.end(true);
    return isTaken ? index : -1;
  }).filter((index) => index >= 0);
  expect(taken).toEqual([0, 6, 12, 18, 24, 30]);
  expect(gate.counts).toEqual({ shown: 6, dropped: 25 });
});

it('counts no frames of a pause, nor of a video that counts from the start again', () => {
  const gate = new FrameGate();
  gate.offer(0, 1, 10);
  gate.end(true);
  gate.pause();
  expect(gate.offer(1000, 90, 10)).toBe(true);
  gate.end(true);
  expect(gate.offer(2000, 2, 10)).toBe(true);
  gate.end(true);
  expect(gate.counts).toEqual({ shown: 3, dropped: 0 });
});
