import { describe, expect, it } from 'vitest';
import { CamLensError } from '../../../src/errors.ts';
import type { BenchmarkResult } from '../../../src/benchmark/result/benchmark-result.ts';
import { readResult } from '../../../src/benchmark/result/read-result.ts';
import type { CamLensBenchmark } from '../../../src/ui/benchmark/cam-lens-benchmark.ts';
import '../../../src/ui/benchmark/cam-lens-benchmark.define.ts';
import type { BenchmarkNews } from '../../../src/ui/benchmark/benchmark-worker.ts';
import { startBenchmark, type StartBenchmark } from '../../../src/ui/benchmark/start-benchmark.ts';
import { madeUpResult } from '../../benchmark/made-up-result.ts';
import { eventually } from '../../support/eventually.ts';
import { downloads } from '../support/downloads.ts';
import { inside, mount, shows, textOf } from '../support/mount.ts';

const result = madeUpResult({ small: 2, large: 4 }, 1);

/** A benchmark whose end the test decides. */
function pretended() {
  let [tell, end, fail]: [(news: BenchmarkNews) => void, (result: BenchmarkResult) => void, (error: unknown) => void] =
    [() => undefined, () => undefined, () => undefined];
  const start: StartBenchmark = (_, listener) => {
    tell = listener;
    const done = new Promise<BenchmarkResult>((resolve, reject) => ([end, fail] = [resolve, reject]));
    return { done, stop: () => fail(new CamLensError('stopped', 'The measurement was stopped.')) };
  };
  return {
    start,
    tell: (news: BenchmarkNews) => tell(news),
    end: (made: BenchmarkResult) => end(made),
    fail: (error: unknown) => fail(error),
  };
}

const root = (element: CamLensBenchmark): ShadowRoot => element.shadowRoot!;
const buttonOf = (element: CamLensBenchmark, name: string): HTMLButtonElement => {
  const found = [...root(element).querySelectorAll<HTMLButtonElement>('button.button')].find(
    (each) => textOf(each) === name,
  );
  if (found === undefined) throw new Error(`there is no button "${name}"`);
  return found;
};
const status = (element: CamLensBenchmark): string => textOf(inside(element, '[role=status]'));
const rowsOf = (element: CamLensBenchmark): readonly string[] =>
  [...inside(element, 'cam-lens-stage-table').shadowRoot!.querySelectorAll('tbody tr')].map((row) =>
    textOf(row.children[1]!),
  );

describe('the page that measures shaders', () => {
  it('shows progress, results as they come, and the end', async () => {
    const run = pretended();
    const element = await mount('cam-lens-benchmark', { start: run.start });
    buttonOf(element, 'Quick').click();
    run.tell({ progress: { fraction: 0.25, message: 'upsample: small' } });
    await shows(element, () => expect(textOf(inside(element, '.headline'))).toBe('25 % · upsample: small'));
    run.tell({ part: { ...result, stages: result.stages.slice(0, 1) } });
    await shows(element, () => expect(rowsOf(element)).toEqual(['small']));
    run.end(result);
    await shows(element, () => {
      expect(rowsOf(element)).toEqual(['small', 'large']);
      expect(status(element)).toBe('Measured.');
      expect(root(element).querySelector('progress')).toBeNull();
    });
  });

  it('keeps what was measured when it is stopped, and says why it failed', async () => {
    const run = pretended();
    const element = await mount('cam-lens-benchmark', { start: run.start });
    buttonOf(element, 'Full').click();
    run.tell({ part: result });
    await shows(element, () => expect(rowsOf(element)).toHaveLength(2));
    buttonOf(element, 'Stop').click();
    await shows(element, () => expect(status(element)).toBe('Stopped. What was measured is shown.'));
    expect(rowsOf(element)).toHaveLength(2);
    buttonOf(element, 'Quick').click();
    run.fail(new CamLensError('no-webgpu', 'Measuring stages needs WebGPU.'));
    await shows(element, () => expect(textOf(inside(element, '[role=alert]'))).toBe('Measuring stages needs WebGPU.'));
  });

  it('compares the next result with one that is kept', async () => {
    const element = await mount('cam-lens-benchmark', { start: pretended().start, result });
    buttonOf(element, 'Compare the next with it').click();
    element.result = madeUpResult({ small: 2, large: 12 }, 2);
    const verdicts = () =>
      [...root(element).querySelectorAll<HTMLElement>('tr[data-verdict]')].map((row) => row.dataset['verdict']);
    await shows(element, () => expect(verdicts()).toEqual(['no difference', 'slower']));
    element.result = { ...result, device: { ...result.device, adapter: 'other' } };
    await shows(element, () => expect(textOf(inside(element, 'main'))).toContain('was measured on another adapter'));
    expect(verdicts()).toEqual([]);
  });

  it('shows chains as a whole beside the sum of their stages', async () => {
    const element = await mount('cam-lens-benchmark', { result });
    const cells = () => [...inside(element, '[aria-labelledby=chains] tbody').querySelectorAll('td, th')].map(textOf);
    expect(cells()).toEqual(['grad-cam', 'made up', '3', '4', '0.75', '0.70 – 0.80']);
    const wrong = { chain: 'grad-cam', workload: 'w', outcome: { status: 'differs', reason: 'It does.' } } as const;
    element.result = { ...result, chains: [wrong] };
    await shows(element, () => expect(cells()).toEqual(['grad-cam', 'w', 'wrong result, not timed: It does.']));
  });

  it('sorts its table by the column that is chosen', async () => {
    const element = await mount('cam-lens-benchmark', { result });
    const table = inside(element, 'cam-lens-stage-table').shadowRoot!;
    const header = (): HTMLElement =>
      [...table.querySelectorAll('th')].find((cell) => textOf(cell).startsWith('Median'))!;
    header().querySelector('button')!.click();
    await shows(element, () => expect(rowsOf(element)).toEqual(['small', 'large']));
    header().querySelector('button')!.click();
    await shows(element, () => {
      expect(rowsOf(element)).toEqual(['large', 'small']);
      expect(header().ariaSort).toBe('descending');
    });
  });

  it('saves what it shows, and opens it again from a file and from a link', async () => {
    const element = await mount('cam-lens-benchmark', { result });
    const saved = downloads();
    for (const name of ['Save JSON', 'Save CSV', 'Save roofline']) buttonOf(element, name).click();
    await eventually(() => expect(saved).toHaveLength(3));
    const [json, sheet, picture] = await Promise.all(saved);
    const text = await json!.blob.text();
    expect(readResult(text, json!.name)).toEqual(result);
    expect((await sheet!.blob.text()).split('\r\n')).toHaveLength(4);
    const { width, height } = await createImageBitmap(picture!.blob);
    expect([width, height]).toEqual([1520, 840]);

    buttonOf(element, 'Copy link').click();
    await eventually(() => expect(location.hash).toMatch(/^#result=/));
    const linked = await mount('cam-lens-benchmark');
    await shows(linked, () => expect(status(linked)).toBe('The result from the link is shown.'));
    expect(rowsOf(linked)).toEqual(['small', 'large']);
    history.replaceState(history.state, '', location.pathname + location.search);

    const files = new DataTransfer();
    files.items.add(new File(['{}'], 'other.json'));
    const input = inside(linked, 'input[type=file]') as HTMLInputElement;
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
    await shows(linked, () =>
      expect(textOf(inside(linked, '[role=alert]'))).toContain('other.json is not a readable benchmark'),
    );
  });
});

// What it measures is tested with the command, which takes minutes.
it('a worker starts on the adapter, measures its ceilings first, and stops at once', async () => {
  const heard: string[] = [];
  const running = startBenchmark(true, (news) => 'progress' in news && heard.push(news.progress.message));
  await eventually(() => expect(heard.join()).toContain('copy'));
  expect(heard[0]).toBe('Compiling the stages');
  running.stop();
  await expect(running.done).rejects.toMatchObject({ code: 'stopped' });
});
