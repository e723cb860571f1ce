import { beforeEach, describe, expect, it } from 'vitest';
import type { TunedShaders } from '../../../src/benchmark/tune-shaders.ts';
import { CamLensError } from '../../../src/errors.ts';
import { forgetShapes, keepShapes } from '../../../src/pipeline/engine/kept-shapes.ts';
import type { BenchmarkProgress } from '../../../src/ui/benchmark/benchmark-worker.ts';
import '../../../src/ui/benchmark/cam-lens-benchmark.define.ts';
import type { CamLensVariants } from '../../../src/ui/benchmark/cam-lens-variants.ts';
import type { StartBenchmark } from '../../../src/ui/benchmark/start-benchmark.ts';
import type { StartTuning } from '../../../src/ui/benchmark/start-tuning.ts';
import { deviceForTests } from '../../support/gpu.ts';
import { inside, mount, shows, textOf } from '../support/mount.ts';

beforeEach(forgetShapes);

const tuned: TunedShaders = {
  stages: [
    { stage: 'upsample', shape: { group_columns: 128, group_rows: 1, rows_each: 256 }, ratio: 0.716 },
    { stage: 'threshold', shape: null, ratio: 1 },
  ],
  isKept: true,
};

/** A comparison whose end the test decides. */
function pretended() {
  const made: { tell: (progress: BenchmarkProgress) => void; end: (tuned: TunedShaders) => void } = {
    ...{ tell: () => undefined, end: () => undefined },
  };
  let fail: (error: unknown) => void = () => undefined;
  const start: StartTuning = (tell) => {
    made.tell = tell;
    const done = new Promise<TunedShaders>((resolve, reject) => ([made.end, fail] = [resolve, reject]));
    return { done, stop: () => fail(new CamLensError('stopped', 'The measurement was stopped.')) };
  };
  return { start, made, fail: (error: unknown) => fail(error) };
}

function buttonIn(element: HTMLElement, name: string): HTMLButtonElement {
  const found = [...element.shadowRoot!.querySelectorAll('button')].find((each) => textOf(each) === name);
  if (found === undefined) throw new Error(`there is no button "${name}"`);
  return found;
}

const status = (element: CamLensVariants): string => textOf(inside(element, '[role=status]'));
const namesIn = (element: HTMLElement): string[] => [...element.shadowRoot!.querySelectorAll('button')].map(textOf);

describe('the card of the variants', () => {
  it('shows progress, then what is the fastest, and forgets it on request', async () => {
    const { start, made } = pretended();
    const element = await mount('cam-lens-variants', { start });
    expect(namesIn(element)).toEqual(['Find the fastest']);
    buttonIn(element, 'Find the fastest').click();
    made.tell({ fraction: 0.4, message: 'Variants of threshold' });
    await shows(element, () => {
      expect(textOf(inside(element, 'p'))).toBe('40 % · Variants of threshold');
      expect(namesIn(element)).toEqual(['Stop']);
    });
    made.end(tuned);
    await shows(element, () => expect(status(element)).toContain('Found. Pages of this site use them'));
    const cells = [...element.shadowRoot!.querySelectorAll('tbody th, tbody td')].map(textOf);
    expect(cells).toEqual(['upsample', '128 × 1, 256 rows each', '72', 'threshold', 'the default', '100']);
    buttonIn(element, 'Forget them').click();
    await shows(element, () => {
      expect(status(element)).toContain('Forgotten.');
      expect(namesIn(element)).toEqual(['Find the fastest']);
    });
  });

  it('says if variants are kept from earlier, and forgets them', async () => {
    const found = await deviceForTests();
    await keepShapes(found.adapterName, { upsample: { group_columns: 32 } });
    found.device.destroy();
    const element = await mount('cam-lens-variants', { start: pretended().start });
    await shows(element, () => expect(status(element)).toBe('Pages of this site use those that were found earlier.'));
    buttonIn(element, 'Forget them').click();
    await shows(element, () => expect(namesIn(element)).toEqual(['Find the fastest']));
    expect(await caches.has('cam-lens-kernel-shapes')).toBe(false);
  });

  it('can be stopped, says why it failed, and stops when it is removed', async () => {
    const run = pretended();
    const element = await mount('cam-lens-variants', { start: run.start });
    buttonIn(element, 'Find the fastest').click();
    await shows(element, () => buttonIn(element, 'Stop').click());
    await shows(element, () => expect(status(element)).toBe('Stopped. Nothing has changed.'));
    buttonIn(element, 'Find the fastest').click();
    run.fail(new CamLensError('no-webgpu', 'Comparing variants needs WebGPU.'));
    await shows(element, () =>
      expect(textOf(inside(element, '[role=alert]'))).toBe('Comparing variants needs WebGPU.'),
    );
    buttonIn(element, 'Find the fastest').click();
    const ended = new Promise((resolve) => element.addEventListener('measuring', resolve));
    element.remove();
    expect(await ended).toMatchObject({ detail: false });
  });

  it('never measures at the same time as the benchmark', async () => {
    const tuning = pretended();
    const never: StartBenchmark = () => ({ done: new Promise(() => undefined), stop: () => undefined });
    const page = await mount('cam-lens-benchmark', { start: never, startTuning: tuning.start });
    const card = inside(page, 'cam-lens-variants') as CamLensVariants;
    await card.updateComplete;
    buttonIn(card, 'Find the fastest').click();
    await shows(page, () => expect(buttonIn(page, 'Quick').disabled).toBe(true));
    tuning.made.end({ ...tuned, isKept: false });
    await shows(page, () => expect(buttonIn(page, 'Quick').disabled).toBe(false));
    expect(status(card)).toBe('Found, but the browser does not store them.');
    buttonIn(page, 'Quick').click();
    await shows(card, () => expect(buttonIn(card, 'Find the fastest').disabled).toBe(true));
  });
});
