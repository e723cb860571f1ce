/** What the browser keeps of models, in a cache that is played. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeModel } from '../../../src/onnx/write.ts';
import { loadModel } from '../../../src/pipeline/model/model.ts';
import { eventually } from '../../support/eventually.ts';
import { tinyResnet } from '../../autodiff/tiny-resnet.ts';

const bytes = writeModel(tinyResnet());
const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const sha256 = sha256Of(bytes);
const url = 'http://here/m/net.onnx';

let kept: Map<string, Uint8Array<ArrayBuffer>>;
let isFull: boolean;
let asked: string[];

beforeEach(() => {
  kept = new Map();
  isFull = false;
  asked = [];
  const cache = {
    match: (key: string) => Promise.resolve(kept.has(key) ? new Response(kept.get(key)) : undefined),
    keys: () => Promise.resolve([...kept.keys()].map((key) => ({ url: key }))),
    delete: (key: string) => Promise.resolve(kept.delete(key)),
    put: async (key: string, response: Response) => {
      if (isFull) throw new DOMException('no room', 'QuotaExceededError');
      kept.set(key, new Uint8Array(await response.arrayBuffer()));
    },
  };
  vi.stubGlobal('caches', { open: () => Promise.resolve(cache) });
  vi.stubGlobal('location', { href: 'http://here/' });
  vi.stubGlobal('isSecureContext', true);
  serve(bytes);
});
afterEach(() => vi.unstubAllGlobals());

function serve(model: Uint8Array<ArrayBuffer>): void {
  vi.stubGlobal('fetch', (address: string) => {
    asked.push(address);
    return Promise.resolve(new Response(model, { headers: { 'Content-Length': String(model.length) } }));
  });
}

const load = (hash: string | undefined, keep?: boolean) =>
  loadModel({
    url,
    description: hash === undefined ? {} : { sha256: hash },
    ...(keep === undefined ? {} : { keep }),
  });

async function isKept(count: number): Promise<void> {
  await eventually(() => expect(kept.size).toBe(count));
}

it('a file whose hash is said is downloaded once', async () => {
  await load(sha256);
  await isKept(1);
  const again = await load(sha256);
  expect([...again.bytes]).toEqual([...bytes]);
  expect(asked).toEqual([url]);
});

it('another hash is another file, and takes the place of the old one', async () => {
  await load(sha256);
  await isKept(1);
  const model = tinyResnet();
  model.producerName = 'another';
  const other = writeModel(model);
  serve(other);
  await load(sha256Of(other));
  await eventually(() => expect([...kept.keys()].join()).toContain(sha256Of(other)));
  expect(kept.size).toBe(1);
  expect(asked).toHaveLength(2);
});

it('bytes that were changed where they are kept are downloaded again', async () => {
  await load(sha256);
  await isKept(1);
  const [key] = kept.keys();
  kept.set(
    key!,
    kept.get(key!)!.map((byte, i) => (i === 9 ? byte ^ 1 : byte)),
  );
  const again = await load(sha256);
  expect([...again.bytes]).toEqual([...bytes]);
  expect(asked).toHaveLength(2);
});

it('a file that is not what was said is an error, and not kept', async () => {
  serve(writeModel(tinyResnet()).subarray(0, bytes.length - 1));
  await expect(load(sha256)).rejects.toMatchObject({ code: 'model-damaged' });
  expect(kept.size).toBe(0);
});

it('nothing is kept without a hash, or if that is not wanted', async () => {
  await load(undefined);
  await load(sha256, false);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(kept.size).toBe(0);
});

it('without room, or without a cache, it is downloaded as ever', async () => {
  isFull = true;
  await load(sha256);
  vi.stubGlobal('caches', undefined);
  await load(sha256);
  expect(asked).toHaveLength(2);
  expect(kept.size).toBe(0);
});
