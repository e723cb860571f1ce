import type { Option } from './parse-options.ts';

/** Increasing thresholds, 0…1, as a list `0.1,0.2` or as `first:last:step`, rounded to exact decimals. */
export function thresholdList(help: string): Option<readonly number[] | undefined> {
  return {
    placeholder: 'FIRST:LAST:STEP|LIST',
    help,
    fallback: undefined,
    read: readThresholds,
    expected: 'increasing thresholds from 0 to 1, FIRST:LAST:STEP or a comma-separated list',
  };
}

const most = 1000;

export function readThresholds(text: string): readonly number[] | undefined {
  const values = text.includes(':') ? steps(text.split(':')) : numbers(text.split(','));
  const isFit = values?.every((value, i) => value >= 0 && value <= 1 && (i === 0 || value > values[i - 1]!));
  return isFit === true && values!.length > 0 ? values : undefined;
}

function steps(parts: readonly string[]): readonly number[] | undefined {
  const [first, last, step, ...more] = numbers(parts) ?? [];
  if (first === undefined || last === undefined || step === undefined || more.length > 0 || !(step > 0)) {
    return undefined;
  }
  // A tolerance includes the last one, although 0.05 · 18 + 0.05 may not equal 0.95.
  const count = Math.floor((last - first) / step + 1e-6) + 1;
  if (!(count >= 1 && count <= most)) return undefined;
  return Array.from({ length: count }, (_, i) => Number((first + i * step).toFixed(10)));
}

function numbers(words: readonly string[]): readonly number[] | undefined {
  const values = words.map((word) => (word.trim() === '' ? NaN : Number(word)));
  return values.every(Number.isFinite) ? values : undefined;
}
