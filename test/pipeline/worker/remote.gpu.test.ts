import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLens } from '../../../src/pipeline/worker/remote.ts';
import { countListeners } from '../../support/listeners.ts';
import { tinyModel } from '../../support/tiny-model.ts';

const RealWorker = Worker;
const urls: string[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const url of urls.splice(0)) URL.revokeObjectURL(url);
});

/** Puts another script behind `createLens`. */
function stubWorker(url: string): void {
  vi.stubGlobal(
    'Worker',
    class extends RealWorker {
      constructor() {
        super(url, { type: 'module' });
      }
    },
  );
}

function script(source: string): string {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  urls.push(url);
  return url;
}

/** Starts, says as its info what it was started with, and does this with every later call. */
const started = (later: string) =>
  script(`onmessage = ({ data: { id, path, argumentList } }) => {
    if (path[0] !== 'start') { ${later} }
    else postMessage({ id, type: 'RAW', value: { ok: true, value: argumentList[0].value } });
  };`);

describe('createLens', () => {
  it('says that its worker could not be loaded', async () => {
    stubWorker(`${location.origin}/nowhere/worker.js`);
    await expect(createLens()).rejects.toMatchObject({
      code: 'worker-failed',
      message: "The page's worker could not be loaded; reload the page.",
    });
  });

  it('says why its worker failed while it loaded', async () => {
    stubWorker(script('throw new Error("no such thing");'));
    await expect(createLens()).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringMatching(/^The page's worker failed \(.*no such thing\); reload the page\.$/) as string,
    });
  });

  it('passes every option on, the address of the model made whole', async () => {
    stubWorker(started(''));
    const lens = await createLens({ backend: 'cpu', model: '/m/tiny.json', layers: ['layer3', 'layer4'], size: 448 });
    expect(lens.info).toEqual({
      ...{ backend: 'cpu', model: `${location.origin}/m/tiny.json` },
      ...{ layers: ['layer3', 'layer4'], size: 448 },
    });
    lens.destroy();
  });

  it('rejects the calls in flight when it is destroyed, and every later one', async () => {
    stubWorker(started(''));
    const lens = await createLens();
    const calls = [lens.locate(1, 0.5), lens.close(1)];
    lens.destroy();
    calls.push(lens.close(2));
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({ code: 'ended', message: 'The lens was destroyed.' });
    }
  });

  it('leaves no listener behind when it is destroyed, whatever was asked of it', async () => {
    const listeners = countListeners();
    const { signal } = new AbortController();
    const model = { files: [new File([tinyModel().bytes], 'tiny.onnx')] };
    const lens = await createLens({ backend: 'cpu', model, onProgress: () => undefined });
    const canvas = new OffscreenCanvas(32, 32);
    canvas.getContext('2d')!.fillRect(4, 4, 8, 8);
    const { id } = await lens.open(await canvas.convertToBlob(), 'square.png');
    const choice = { methods: ['occlusion'], layers: ['last'], class: 'predicted' as const };
    const fractions: number[] = [];
    const follow = { signal, onProgress: ({ fraction }: { fraction: number }) => void fractions.push(fraction) };
    const { explanations } = await lens.explain(id, { ...choice, threshold: 0.15 }, follow);
    expect(explanations).toHaveLength(1);
    expect(fractions.at(-1)).toBe(1);
    await expect(lens.explain(id + 1, { ...choice, threshold: 0.15 }, follow)).rejects.toThrow();
    await lens.close(id);
    expect(listeners.there).not.toContain('AbortSignal abort');
    lens.destroy();
    expect(listeners.there).toEqual([]);
  });

  it('ends its worker when its signal aborts, also while it starts', async () => {
    const ends = vi.spyOn(RealWorker.prototype, 'terminate');
    stubWorker(script(''));
    const life = new AbortController();
    const starting = createLens({ signal: life.signal });
    life.abort();
    await expect(starting).rejects.toMatchObject({ code: 'stopped', message: 'The lens was stopped.' });
    expect(ends).toHaveBeenCalledOnce();

    stubWorker(started(''));
    const later = new AbortController();
    const lens = await createLens({ signal: later.signal });
    const call = lens.close(1);
    later.abort();
    for (const each of [call, lens.close(2)]) await expect(each).rejects.toMatchObject({ code: 'stopped' });
    expect(ends).toHaveBeenCalledTimes(2);
    ends.mockRestore();
  });

  it('starts no worker if its signal has aborted, and leaves no listener on a signal that outlives it', async () => {
    const starts = vi.fn();
    vi.stubGlobal('Worker', starts);
    await expect(createLens({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'stopped' });
    expect(starts).not.toHaveBeenCalled();
    stubWorker(started(''));
    const listeners = countListeners();
    const lens = await createLens({ signal: new AbortController().signal });
    expect(listeners.there).toContain('AbortSignal abort');
    lens.destroy();
    expect(listeners.there).toEqual([]);
  });

  it('rejects the calls in flight when its worker fails', async () => {
    stubWorker(started('setTimeout(() => { throw new Error("out of luck"); });'));
    const lens = await createLens();
    await expect(lens.close(1)).rejects.toMatchObject({ message: expect.stringContaining('out of luck') as string });
    await expect(lens.close(2)).rejects.toMatchObject({ code: 'worker-failed' });
  });
});
