/** A run of the real page, which crashes whenever one particular picture is in progress: that picture is set aside. */
import { readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { evaluate } from '../../cli/commands/evaluate.ts';
import type { EvaluationResult } from '../../cli/evaluation-result.ts';
import type * as Chromium from '../../cli/chromium.ts';
import type * as Sessions from '../../cli/session.ts';
import { VocSet } from '../support/voc-set.ts';

const hook = vi.hoisted(() => ({ deadly: '', browser: undefined as Browser | undefined, crashes: 0 }));

vi.mock('../../cli/chromium.ts', async (original) => {
  const module = await original<typeof Chromium>();
  return {
    ...module,
    startChromium: async (options: object) => (hook.browser = await module.startChromium(options)),
  };
});
vi.mock('../../cli/session.ts', async (original) => {
  const module = await original<typeof Sessions>();
  const openSession: typeof module.openSession = (options, adapter) => {
    const onNews: Sessions.SessionOptions['onNews'] = async (news) => {
      await options.onNews?.(news);
      if (news.about === 'begun' && news.id === hook.deadly) await crash().catch(() => undefined);
    };
    return module.openSession({ ...options, onNews }, adapter);
  };
  return { ...module, openSession };
});

async function crash(): Promise<void> {
  hook.crashes++;
  const page = (await hook.browser!.pages()).at(-1)!;
  const protocol = await page.createCDPSession();
  // Never answered: the page crashes before it has measured the picture.
  await protocol.send('Page.crash');
}

const set = new VocSet('deadly');
const { at } = set;
const [pictures, width, height] = [8, 60, 40];

function storeAnt(name: string, data: Uint8Array): void {
  const png = encode({ width, height, data, channels: 3 });
  set.storePicture(`ant/${name}.png`, png, [[5, 5, 30, 30]], [width, height]);
}

beforeAll(() => {
  set.storeModel();
  for (let i = 0; i < pictures; i++) {
    const data = Uint8Array.from({ length: width * height * 3 }, (_, k) => (k * (i + 3) * 37) % 256);
    storeAnt(`${i}`, data);
  }
});
afterAll(() => set.remove());

async function run(out: string, ...more: readonly string[]): Promise<{ readonly code: number; readonly told: string }> {
  const told: string[] = [];
  const words = [...set.words(2), '--out', at(out), ...more];
  const code = await evaluate.run(words, { print: () => undefined, tell: (line) => told.push(line) });
  return { code, told: told.join('\n') };
}

const result = (out: string): EvaluationResult => JSON.parse(readFileSync(at(out), 'utf8')) as EvaluationResult;

it('sets the picture aside after two crashes, and measures all others as in an undisturbed run', async () => {
  expect(await run('whole.json')).toMatchObject({ code: 0 });
  hook.deadly = 'ant/3';
  const { code, told } = await run('deadly.json');
  expect([code, hook.crashes]).toEqual([1, 2]);
  const aside = {
    ...{ id: 'ant/3', code: 'crashed-on' },
    message: 'ant/3 was set aside: the page crashed twice while measuring it.',
  };
  expect(result('deadly.json').failed).toEqual([aside]);
  expect(told).toContain(`ant/3: ${aside.message} [crashed-on]`);
  const { perPicture } = result('whole.json');
  expect(perPicture).toHaveLength(pictures);
  expect(result('deadly.json').perPicture).toEqual(perPicture.filter(({ id }) => id !== 'ant/3'));
}, 400_000);

it('does not try it again when the run is resumed', async () => {
  // A new picture, and one that has crashed a page.
  const data = new Uint8Array(width * height * 3).map((_, i) => i % 256);
  storeAnt('new', data);
  const before = hook.crashes;
  expect(await run('deadly.json', '--resume')).toMatchObject({ code: 1 });
  expect(hook.crashes).toBe(before);
  const { failed, perPicture } = result('deadly.json');
  expect(failed.map(({ id }) => id)).toEqual(['ant/3']);
  expect(perPicture.map(({ id }) => id)).toContain('ant/new');
  expect(perPicture).toHaveLength(pictures);
}, 400_000);
