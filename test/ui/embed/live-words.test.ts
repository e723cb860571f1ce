import { expect, it } from 'vitest';
import type { EmbeddedResult } from '../../../src/ui/embed/asked.ts';
import { liveInWords } from '../../../src/ui/embed/live-words.ts';
import { english } from '../../../src/ui/embed/strings.ts';

const size = { width: 90, height: 60 };
const result = (probability: number, values: readonly number[], box: unknown = [0, 0, 9, 9], more = {}) =>
  ({
    info: { classes: ['ant', 'bee'] },
    explained: { classes: [{ index: 1, name: 'bee', probability }] },
    explanation: { class: { index: 1, name: 'bee', ...more }, map: { width: 3, height: 3, values }, box },
  }) as unknown as EmbeddedResult;

it.each([
  [result(0.991, [0, 0, 1, 0, 0, 0, 0, 0, 0]), 'bee, 99\u00a0%; evidence in the upper right'],
  [result(0.9951, [0, 0, 0, 0, 1, 0, 0, 0, 0]), 'bee, >\u00a099\u00a0%; evidence in the middle'],
  [result(0.004, [0, 0, 0, 1, 0, 0, 0, 0, 0]), 'bee, <\u00a01\u00a0%; evidence at the left'],
  [result(1, [0, 0, 0, 0, 0, 0, 0, 1, 0], null), 'bee, 100\u00a0%; no evidence stands out'],
  [
    result(0.5, [0, 0, 0, 0, 0, 0, 0, 1, 0], [0, 0, 9, 9], {
      weights: [
        { index: 1, weight: 1 },
        { index: 0, weight: -1 },
      ],
    }),
    'bee and not ant; evidence in the lower middle',
  ],
])('says what and where: %#', (found, words) => expect(liveInWords(found, size, english)).toBe(words));
