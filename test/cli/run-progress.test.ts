import { expect, it } from 'vitest';
import { duration, RunProgress } from '../../cli/run-progress.ts';

it('tells how many are done, how fast, and what is left', () => {
  let nowMs = 1_000;
  const lines: string[] = [];
  const progress = new RunProgress(
    (line) => lines.push(line),
    10,
    () => nowMs,
  );
  progress.begin(100, true);
  nowMs += 500;
  progress.addRecord('dog');
  nowMs += 3_500;
  progress.addRecord('dog');
  // A page that starts afresh counts what is left.
  progress.begin(98, false);
  nowMs += 2_000;
  progress.addRecord('dog');
  expect(lines).toEqual([
    '11 of 110 pictures, 2.00 per second, 0:50 left',
    '12 of 110 pictures, 0.50 per second, 3:16 left',
    '13 of at most 110 pictures, 0.50 per second, 3:14 left',
  ]);
  expect([progress.done, progress.seconds]).toEqual([3, 6]);
});

it.each([
  [0, '0:00'],
  [59.4, '0:59'],
  [75, '1:15'],
  [3_675, '1:01:15'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
