/** Loads the files of a model over HTTP. */
import { CamLensError } from '../../errors.ts';
import { bytesSaid, cutOff, fetchOrExplain, partsOf, textOf } from './download.ts';

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
 * @param sizeBytes of the file, if known
 * @param onReceived called with the bytes received so far and the total, 0 if unknown
 * @throws CamLensError `model-missing`; `download-failed` if it is cut off; `model-damaged` if the file has more or
 *   fewer bytes than expected
 */
export async function fetchBytes(
  url: string,
  { sizeBytes }: { readonly sizeBytes?: number },
  onReceived: (received: number, expected: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  let response = await fetchOrExplain(url);
  const expected = sizeBytes ?? Number(response.headers.get('Content-Length') ?? 0);
  let bytes = new Uint8Array(expected || 2 ** 20);
  let received = 0;
  const take = async (): Promise<void> => {
    for await (const part of partsOf(response, url, sizeBytes)) {
      const end = received + part.length;
      if (end > bytes.length && sizeBytes === undefined) bytes = withRoom(bytes, end);
      if (end <= bytes.length) bytes.set(part, received);
      received = end;
      onReceived(received, expected);
    }
  };
  for (let before = 0, vain = 0; ; before = received) {
    try {
      await take();
      break;
    } catch (error) {
      // An error thrown by the caller's function is not a broken connection.
      if (!(error instanceof CamLensError)) throw error;
      vain = received > before ? 0 : vain + 1;
      if (vain > mostInVain) throw error;
      if (vain > 0) await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** vain));
      response = await fetchRest(url, received, response).catch(() => {
        throw cutOff(url, received, expected > 0 ? expected : undefined, error);
      });
    }
  }
  if (sizeBytes === undefined || received === sizeBytes) return bytes.subarray(0, received);
  // If the server declared the length, it has sent all of it; otherwise the download may have been cut off.
  if (received < sizeBytes && bytesSaid(response) !== received) throw cutOff(url, received, sizeBytes);
  throw new CamLensError('model-damaged', `${url} has ${received} bytes; ${sizeBytes} were expected.`);
}

/** Limit on consecutive broken connections without a single byte. */
const mostInVain = 3;

/**
 * Requests the rest of the same file from a server that supports range requests (RFC 9110, section 14).
 * @throws if the server does not support them, or the file has changed
 */
async function fetchRest(url: string, received: number, before: Response): Promise<Response> {
  const isPlain = !before.headers.has('Content-Encoding');
  if (!isPlain || received === 0) throw new Error('no part can be resumed');
  const response = await fetchOrExplain(url, 'model-missing', { headers: { Range: `bytes=${received}-` } });
  const isSame = ['ETag', 'Last-Modified'].every((name) => response.headers.get(name) === before.headers.get(name));
  const isRest = response.headers.get('Content-Range')?.startsWith(`bytes ${received}-`) === true;
  if (response.status === 206 && isSame && isRest) return response;
  await response.body?.cancel();
  throw new Error('the server cannot resume');
}

/** The same bytes in a buffer of at least twice the size. */
function withRoom(bytes: Uint8Array, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const roomy = new Uint8Array(Math.max(sizeBytes, 2 * bytes.length));
  roomy.set(bytes);
  return roomy;
}
