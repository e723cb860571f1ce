/** A short run of the kinds that data sets bring: the first inputs of one seed, each within the limits. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeError } from '../../src/errors.ts';
import { annotations } from './annotations.ts';
import { archives } from './archives.ts';
import { Inputs } from './inputs.ts';
import type { Kind } from './kind.ts';
import { limits } from './limits.ts';
import { masks } from './masks.ts';
import { pictures } from './pictures.ts';
import { results } from './results.ts';

const kinds: Readonly<Record<string, Kind>> = { pictures, archives, annotations, masks, results };
const count = 300;

it.each(Object.keys(kinds))(`${count} inputs of the kind %s give a right answer or a named error`, async (name) => {
  const kind = kinds[name]!;
  const inputs = await Inputs.of(kind, join('test', 'fuzz', 'corpus', name), 1);
  const outcomes = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const input = inputs.at(i);
    const beganMs = performance.now();
    let outcome: string;
    try {
      outcome = await kind.run(input);
    } catch (error) {
      const { code, message } = describeError(error);
      expect(code, `input ${i}: ${message}`).not.toBe('internal');
      outcome = code;
    }
    expect(performance.now() - beganMs, `input ${i}`).toBeLessThan(1000 * limits.seconds);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  console.log(`${name}: ${[...outcomes].map(([outcome, times]) => `${times} ${outcome}`).join(', ')}`);
  expect(outcomes.size).toBeGreaterThan(1);
});
