/**
 * A run of 60 pictures whose browser is killed during the run, and then the command too: nothing is lost or changed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import { processesBelow } from '../../cli/process-usage.ts';
import { camLens, startCamLens } from '../support/cam-lens.ts';
import { randomFrom } from '../support/random.ts';
import { tinyClasses } from '../support/tiny-model.ts';
import { VocSet } from '../support/voc-set.ts';

const set = new VocSet('crash');
const { at } = set;
const [pictures, width, height] = [60, 320, 240];

/** A bright rectangle on noise; the rectangle is the true box. */
function drawn(seed: number): { readonly png: Uint8Array; readonly box: readonly [number, number, number, number] } {
  const random = randomFrom(seed);
  const [x0, y0] = [Math.floor(random() * width * 0.5), Math.floor(random() * height * 0.5)];
  const [x1, y1] = [x0 + 40 + Math.floor(random() * 100), y0 + 30 + Math.floor(random() * 80)];
  const values = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    const isInside = x >= x0 && x < x1 && y >= y0 && y < y1;
    return isInside ? 200 + (i % 3) * 20 : 100 * random();
  });
  return { png: encode({ width, height, data: values, channels: 3 }), box: [x0, y0, x1, y1] };
}

const words = (out: string): string[] => ['evaluate', ...set.words(1), '--class', 'both', '--out', at(out)];

/** Everything that does not depend on when and how the pictures were measured. */
function timeless(name: string): Omit<EvaluationResult, 'timings'> {
  return { ...(JSON.parse(readFileSync(at(name), 'utf8')) as EvaluationResult), ...{ timings: undefined } };
}

beforeAll(() => {
  set.storeModel();
  for (let i = 0; i < pictures; i++) {
    const { png, box } = drawn(i + 1);
    set.storePicture(`${tinyClasses[i % tinyClasses.length]!}/${i}.png`, png, [box], [width, height]);
  }
});
afterAll(() => set.remove());

// On other systems the browser's processes cannot be identified.
describe.runIf(process.platform === 'linux')('a run whose browser is killed', () => {
  it('continues by itself or, if the command is killed too, with --resume, and gives the same result', async () => {
    expect(await camLens(...words('whole.json'))).toMatchObject({ code: 0 });
    expect(timeless('whole.json').dataset).toMatchObject({ pictures });

    const { child, ended } = startCamLens(words('killed.json'));
    const records = at('killed.json.records.ndjson');
    const ids = (): string[] =>
      (existsSync(records) ? readFileSync(records, 'utf8') : '')
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as { id: string }).id);
    const measured = async (count: number): Promise<void> => {
      while (ids().length < count && child.exitCode === null) await setTimeout(2);
    };
    const kill = (pids: readonly number[]): void => pids.forEach((pid) => process.kill(pid, 'SIGKILL'));

    await measured(10);
    const before = ids().length;
    kill(processesBelow(child.pid!).slice(1));
    await measured(Math.max(30, before + 5));
    kill(processesBelow(child.pid!));
    const { told } = await ended;
    expect(told).toMatch(/The browser .* Continuing with a new page …/);
    expect(existsSync(at('killed.json'))).toBe(false);
    const kept = ids();
    expect(kept.length).toBeGreaterThan(before);
    expect(kept.length).toBeLessThan(pictures);

    const resumed = await camLens(...words('killed.json'), '--resume');
    expect(resumed).toMatchObject({ code: 0 });
    expect(ids().slice(0, kept.length)).toEqual(kept);
    expect(new Set(ids()).size).toBe(pictures);
    expect(ids()).toHaveLength(pictures);
    expect(timeless('killed.json')).toEqual(timeless('whole.json'));
  }, 400_000);
});
