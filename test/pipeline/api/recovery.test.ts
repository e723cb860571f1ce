import { expect, test } from 'vitest';
import { Recovery } from '../../../src/pipeline/api/recovery.ts';

test('a machine is made anew twice within a minute, and no more', () => {
  let nowMs = 0;
  const recovery = new Recovery(() => nowMs);
  const at = (ms: number): boolean => {
    nowMs = ms;
    return recovery.begin();
  };
  expect([at(0), at(30_000), at(59_999)]).toEqual([true, true, false]);
  // A minute after the first there is one again, and after the second another.
  expect([at(60_000), at(60_001), at(89_999), at(90_000)]).toEqual([true, false, false, true]);
});
