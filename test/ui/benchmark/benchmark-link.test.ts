import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { BenchmarkResult, StageTimes } from '../../../src/benchmark/result/benchmark-result.ts';
import { linkOf, readLink } from '../../../src/ui/benchmark/benchmark-link.ts';
import { madeUpResult } from '../../benchmark/made-up-result.ts';

const result = madeUpResult({ a: 1.23456789, b: 2 }, 1);
const fragmentOf = (text: string): string => `#result=${deflateRawSync(Buffer.from(text)).toString('base64url')}`;

describe('a link with a result', () => {
  it('carries all of it, numbers to four digits', async () => {
    const link = await linkOf(result);
    expect(link).toMatch(/^result=[\w-]+$/);
    const read = (await readLink(`#${link}`))!;
    expect({ ...read, stages: [], ceilings: [] }).toEqual({ ...result, stages: [], ceilings: [] });
    const times = ({ stages }: BenchmarkResult) => (stages[0]!.outcome as StageTimes).samplesMs;
    expect(times(read)).toHaveLength(40);
    times(read).forEach((time, i) => expect(Math.abs(time / times(result)[i]! - 1)).toBeLessThan(0.0005));
  });

  it('is refused if it would be too long', async () => {
    const timesMs = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`w${i}`, 1 + i / 7]));
    await expect(linkOf(madeUpResult(timesMs, 2))).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  it('is none without a result', async () => {
    for (const fragment of ['', '#', '#layer=layer4', '#results=x']) expect(await readLink(fragment)).toBeUndefined();
  });

  it.each<[string, string, string]>([
    ['is cut off', '#result=eJyrVg', 'bad-option'],
    ['is not base64', '#result=%%%', 'bad-option'],
    ['is empty', '#result=', 'bad-option'],
    ['is not JSON', fragmentOf('hello'), 'bad-option'],
    ['is another document', fragmentOf('{"format":"cam-lens benchmark","version":1,"stages":[]}'), 'bad-option'],
    ['unpacks to far more than a benchmark', fragmentOf(' '.repeat(8 * 2 ** 20)), 'limit-exceeded'],
  ])('is a named error if it %s', async (_, fragment, code) => {
    await expect(readLink(fragment)).rejects.toMatchObject({ code });
  });

  it('is an error if a field is missing that the page would show', async () => {
    for (const name of ['medianMs', 'interval', 'share', 'bound', 'adapter', 'features', 'limits']) {
      const text = JSON.stringify(result, (key, value: unknown) => (key === name ? undefined : value));
      await expect(readLink(fragmentOf(text)), name).rejects.toMatchObject({ code: 'bad-option' });
    }
  });
});
