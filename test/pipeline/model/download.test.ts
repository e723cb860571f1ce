/** Failed downloads: each error says what happened and how much arrived. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadModel } from '../../../src/pipeline/model/model.ts';
import { fetchBytes, fetchText } from '../../../src/pipeline/model/fetch-model.ts';
import { whyDamaged } from '../../../src/pipeline/network/runtime.ts';
import { faultyFetch, type FetchFault } from '../../faults/faulty-fetch.ts';
import { sweep } from '../../faults/sweep.ts';

const url = 'http://here/net.onnx';
const small = Uint8Array.from({ length: 5500 }, (_, i) => i);
const none = (): undefined => undefined;

afterEach(() => vi.unstubAllGlobals());

function fetchWith(fault: FetchFault | undefined, bytes = small, sizeBytes?: number): Promise<Uint8Array> {
  vi.stubGlobal('fetch', faultyFetch({ [url]: bytes }, fault === undefined ? {} : { [url]: fault }));
  return fetchBytes(url, sizeBytes === undefined ? {} : { sizeBytes }, none);
}

test.each([undefined, 5500])('a complete download is accepted, its size known as %s', async (sizeBytes) => {
  expect(await fetchWith(undefined, small, sizeBytes)).toEqual(small);
  expect(await fetchWith({ endsAfter: 5500, isLengthSaid: false }, small, sizeBytes)).toEqual(small);
});

test.each([
  ['refused', undefined, 'download-failed', `${url} cannot be reached.`],
  [{ status: 404 }, undefined, 'model-missing', `${url} was not found (HTTP 404).`],
  [{ status: 503 }, undefined, 'download-failed', `${url} was refused (HTTP 503).`],
  [{ status: 403 }, 5500, 'download-failed', `${url} was refused (HTTP 403).`],
  [{ breaksAfter: 3000 }, undefined, 'download-failed', 'cut off after 3000 of 5500 bytes'],
  [{ breaksAfter: 3000, isLengthSaid: false }, undefined, 'download-failed', 'cut off after 3000 bytes'],
  [{ breaksAfter: 3000, isLengthSaid: false }, 5500, 'download-failed', 'cut off after 3000 of 5500 bytes'],
  [{ endsAfter: 3000 }, 5500, 'download-failed', 'cut off after 3000 of 5500 bytes'],
  [{ endsAfter: 3000, isLengthSaid: false }, 5500, 'download-failed', 'cut off after 3000 of 5500 bytes'],
  [undefined, 7000, 'model-damaged', `${url} has 5500 bytes; 7000 were expected.`],
  [undefined, 5000, 'model-damaged', `${url} has 5500 bytes; 5000 were expected.`],
] as const)('%j, of a file of %s bytes as described: %s', async (fault, sizeBytes, code, message) => {
  await expect(fetchWith(fault, small, sizeBytes)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message) as string,
  });
});

test('large sizes are given in MB', async () => {
  const large = new Uint8Array(10_200_000);
  await expect(fetchWith({ breaksAfter: 4_100_000 }, large)).rejects.toThrow('cut off after 4 of 10 MB');
});

test.each([undefined, 5500])(
  'a server that gives parts is asked for the rest alone, its size known as %s',
  async (sizeBytes) => {
    const asked: (string | null)[] = [];
    let sent = 0;
    const given = faultyFetch({ [url]: small }, { [url]: { breaksAfter: 2000, ranges: 'same file' } });
    vi.stubGlobal('fetch', async (address: string, init?: RequestInit) => {
      asked.push(new Headers(init?.headers).get('Range'));
      const response = await given(address, init);
      const counted = new TransformStream<Uint8Array, Uint8Array>({
        transform: (part, controller) => {
          sent += part.length;
          controller.enqueue(part);
        },
      });
      return new Response(response.body!.pipeThrough(counted), response);
    });
    const told: number[] = [];
    const found = await fetchBytes(url, sizeBytes === undefined ? {} : { sizeBytes }, (received) =>
      told.push(received),
    );
    expect(found).toEqual(small);
    expect(asked).toEqual([null, 'bytes=2000-', 'bytes=4000-']);
    expect(sent).toBe(5500);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  },
);

test('an error of who is told of the progress is thrown as it is, and nothing is asked again', async () => {
  let asked = 0;
  const given = faultyFetch({ [url]: small }, { [url]: { breaksAfter: 4000, ranges: 'same file' } });
  vi.stubGlobal('fetch', (address: string, init?: RequestInit) => {
    asked += 1;
    return given(address, init);
  });
  const told = (): never => {
    throw new RangeError('no bar to draw on');
  };
  await expect(fetchBytes(url, {}, told)).rejects.toThrow('no bar to draw on');
  expect(asked).toBe(1);
});

test('the rest of a file that has changed meanwhile is not taken', async () => {
  await expect(fetchWith({ breaksAfter: 2000, ranges: 'another file' })).rejects.toMatchObject({
    code: 'download-failed',
    message: expect.stringContaining('cut off after 2000 of 5500 bytes') as string,
  });
});

test('a download cut at any byte is never accepted as complete', async () => {
  const line = await sweep({
    ...{ site: 'download', kind: 'breaks', calls: 5499, step: 61, named: ['download-failed'] },
    run: (byte) => fetchWith({ breaksAfter: byte }),
    check: () => expect.fail('a part was taken for the whole'),
  });
  expect(line).toBe('download, breaks, 1…5499 by 61: 91 download-failed');
});

test('a truncated description or list of class names is not reported as damaged', async () => {
  const description = new TextEncoder().encode(JSON.stringify({ size: 224, licence: 'x'.repeat(3000) }));
  const files = { 'http://here/net.json': description };
  vi.stubGlobal('fetch', faultyFetch(files, { 'http://here/net.json': { breaksAfter: 2000 } }));
  vi.stubGlobal('location', { href: 'http://here/' });
  await expect(loadModel('http://here/net.json')).rejects.toMatchObject({ code: 'download-failed' });
  vi.stubGlobal('fetch', faultyFetch({ [url]: new TextEncoder().encode('Löwe\n') }));
  expect(await fetchText(url)).toBe('Löwe\n');
});

describe('a file of WebAssembly', () => {
  /** An empty module, and one of a function that adds. */
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const add = Uint8Array.from([
    ...header,
    ...[1, 7, 1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f, 3, 2, 1, 0, 10, 9, 1, 7, 0, 0x20, 0, 0x20, 1, 0x6a, 0x0b],
  ]);
  const why = (bytes: Uint8Array<ArrayBuffer>, fault?: FetchFault): Promise<string | undefined> => {
    vi.stubGlobal('fetch', faultyFetch({ 'http://here/ort.wasm': bytes }, fault && { 'http://here/ort.wasm': fault }));
    return whyDamaged('http://here/ort.wasm');
  };

  test('that is complete is accepted', async () => {
    expect(await why(add)).toBeUndefined();
  });

  test.each([
    [{ status: 404 }, 'ort.wasm was not found (HTTP 404).'],
    ['refused', 'ort.wasm cannot be reached.'],
    [{ breaksAfter: 20 }, 'ort.wasm: the download was cut off after 20 of 32 bytes.'],
    [{ endsAfter: 20, isLengthSaid: false }, 'ort.wasm is damaged, or was cut off after 20 bytes.'],
  ] as const)('%j', async (fault, message) => {
    expect(await why(add, fault)).toContain(message);
  });

  test('that holds something else, or is changed', async () => {
    expect(await why(new TextEncoder().encode('<html>'))).toContain('ort.wasm is not WebAssembly.');
    expect(await why(add.map((byte, i) => (i === 30 ? 0xff : byte)))).toContain('ort.wasm is damaged');
  });
});
