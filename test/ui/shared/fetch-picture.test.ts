/** A picture by its URL: never more than the stated number of bytes is read. */
import { afterEach, expect, it, vi } from 'vitest';
import { fetchPicture, mostPictureBytes } from '../../../src/ui/shared/fetch-picture.ts';

const url = 'https://a.example/cat.jpg';
const partBytes = 2 ** 20;

afterEach(() => vi.unstubAllGlobals());

/** A body of so many parts, and how much was read of it. */
function serve(parts: number, headers: HeadersInit = {}, status = 200) {
  const read = { parts: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (read.parts === parts) return controller.close();
        read.parts += 1;
        controller.enqueue(new Uint8Array(partBytes).fill(read.parts));
      },
      cancel: () => void (read.isCancelled = true),
    },
    { highWaterMark: 0 },
  );
  vi.stubGlobal('fetch', async () => new Response(body, { headers, status }));
  return read;
}

it('gives the bytes, in order', async () => {
  serve(3);
  const bytes = new Uint8Array(await (await fetchPicture(url, {})).arrayBuffer());
  expect(bytes.length).toBe(3 * partBytes);
  expect([0, partBytes, 3 * partBytes - 1].map((at) => bytes[at])).toEqual([1, 2, 3]);
});

it('stops reading a body without end at the limit', async () => {
  const read = serve(Infinity);
  await expect(fetchPicture(url, {})).rejects.toMatchObject({
    code: 'limit-exceeded',
    message: 'https://a.example/cat.jpg has more than 64 MB, the most that is downloaded.',
  });
  expect(read).toEqual({ parts: Math.floor(mostPictureBytes / partBytes) + 1, isCancelled: true });
});

it('reads nothing of a body that is said to be too large', async () => {
  const read = serve(Infinity, { 'Content-Length': String(mostPictureBytes + 1) });
  await expect(fetchPicture(url, {})).rejects.toMatchObject({ code: 'limit-exceeded' });
  expect(read).toEqual({ parts: 0, isCancelled: true });
});

it.each([
  [404, {}, 'picture-missing', `${url} was not found (HTTP 404).`],
  [410, {}, 'picture-missing', `${url} was not found (HTTP 410).`],
  [200, { 'Content-Type': 'text/html; charset=utf-8' }, 'picture-missing', `${url} is a web page, not a picture.`],
  [403, {}, 'download-failed', `${url} was refused (HTTP 403).`],
  [500, {}, 'download-failed', `${url} was refused (HTTP 500).`],
] as const)('names what HTTP %d, %j means, and reads none of it', async (status, headers, code, message) => {
  const read = serve(Infinity, headers, status);
  await expect(fetchPicture(url, {})).rejects.toMatchObject({ code, message });
  expect(read).toEqual({ parts: 0, isCancelled: true });
});

it('names what is unreachable or cut off', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
  await expect(fetchPicture(url, {})).rejects.toMatchObject({
    code: 'download-failed',
    message: expect.stringContaining('does not let this page read it') as string,
  });
  const broken = new ReadableStream({ pull: (controller) => controller.error(new TypeError('network error')) });
  vi.stubGlobal('fetch', async () => new Response(broken));
  await expect(fetchPicture(url, {})).rejects.toMatchObject({
    code: 'download-failed',
    message: 'https://a.example/cat.jpg: the download was cut off after 0 bytes.',
  });
});
