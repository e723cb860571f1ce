/** What a model is made of, over HTTP. */
import { CamLensError } from '../../errors.ts';
import type { LoadProgress } from '../load-progress.ts';
import { bytesSaid, cutOff, fetchOrExplain, megabytes, partsOf, textOf } from './download.ts';

/** @throws CamLensError `model-missing`, `download-failed` */
export async function fetchText(url: string): Promise<string> {
  return textOf(await fetchOrExplain(url), url);
}

/** @throws CamLensError `model-missing`, `model-damaged`, `download-failed` */
export async function fetchJson(url: string): Promise<unknown> {
  const text = await fetchText(url);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CamLensError('model-damaged', `${url} is not JSON; the description of a model was expected.`, { cause });
  }
}

/**
 * @throws CamLensError `model-missing`; `download-failed` where it breaks off; `model-damaged` where the file has more or fewer
 * bytes than expected
 */
export async function fetchBytes(
  url: string,
  {
    name = 'the model',
    title = name,
    sizeBytes,
  }: { readonly name?: string; readonly title?: string; readonly sizeBytes?: number },
  onProgress: (progress: LoadProgress) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchOrExplain(url);
  const expected = sizeBytes ?? Number(response.headers.get('Content-Length') ?? 0);
  let bytes = new Uint8Array(expected || 2 ** 20);
  let received = 0;
  for await (const part of partsOf(response, url, sizeBytes)) {
    const end = received + part.length;
    if (end > bytes.length && sizeBytes === undefined) bytes = withRoom(bytes, end);
    if (end <= bytes.length) bytes.set(part, received);
    received = end;
    onProgress({
      step: 'download',
      ...(expected > 0 ? { fraction: Math.min(1, received / expected) } : {}),
      message: `Loading ${title}, ${megabytes(received)} ${expected > 0 ? `of ${megabytes(expected)} ` : ''}MB`,
    });
  }
  if (sizeBytes === undefined || received === sizeBytes) return bytes.subarray(0, received);
  // A server that says how long the file is has sent all of it; one that does not may have broken off.
  if (received < sizeBytes && bytesSaid(response) !== received) throw cutOff(url, received, sizeBytes);
  throw new CamLensError('model-damaged', `${url} has ${received} bytes; ${sizeBytes} were expected.`);
}

/** The same bytes at the front of at least twice the room. */
function withRoom(bytes: Uint8Array, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const roomy = new Uint8Array(Math.max(sizeBytes, 2 * bytes.length));
  roomy.set(bytes);
  return roomy;
}
