/** Downloads over HTTP, and their errors. */
import { CamLensError } from '../../errors.ts';

/**
 * @param missing the error code for a missing file
 * @param init of the request, such as its headers
 * @throws CamLensError with that code; `download-failed` if the URL cannot be reached, or the server refuses
 */
export async function fetchOrExplain(
  url: string,
  missing: 'model-missing' | 'runtime-damaged' = 'model-missing',
  init: RequestInit = {},
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    throw new CamLensError('download-failed', `${url} cannot be reached.`, { cause });
  }
  // Servers of single-page applications return their page for missing files.
  const isPage = response.headers.get('Content-Type')?.includes('text/html') ?? false;
  if (response.ok && !isPage) return response;
  const isMissing = response.ok || response.status === 404 || response.status === 410;
  if (isMissing) throw new CamLensError(missing, `${url} was not found (HTTP ${response.status}).`);
  throw new CamLensError('download-failed', `${url} was refused (HTTP ${response.status}).`);
}

/** The number of bytes that a response declares; undefined if it does not, or they are compressed. */
export function bytesSaid(response: Response): number | undefined {
  const said = response.headers.get('Content-Length');
  return said === null || response.headers.has('Content-Encoding') ? undefined : Number(said);
}

/**
 * The body, part by part.
 * @param expected total number of bytes, if known
 * @throws CamLensError `download-failed` if it is cut off, saying how much arrived
 */
export async function* partsOf(
  response: Response,
  url: string,
  expected: number | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  const said = bytesSaid(response);
  let received = 0;
  for (;;) {
    let part: Uint8Array<ArrayBuffer> | undefined;
    try {
      part = (await reader?.read())?.value;
    } catch (cause) {
      throw cutOff(url, received, said ?? expected, cause);
    }
    // A body shorter than declared already caused an error in the browser.
    if (part === undefined) return;
    received += part.length;
    yield part;
  }
}

/** @throws CamLensError `download-failed` if it is cut off */
export async function textOf(response: Response, url: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of partsOf(response, url, undefined)) text += decoder.decode(part, { stream: true });
  return text + decoder.decode();
}

export function cutOff(url: string, received: number, expected: number | undefined, cause?: unknown): CamLensError {
  const came = `${url}: the download was cut off after ${amountOf(received, expected)}.`;
  return new CamLensError('download-failed', came, cause === undefined ? {} : { cause });
}

/** "41 of 102 MB"; small amounts in bytes. */
function amountOf(received: number, expected: number | undefined): string {
  const isSmall = (expected ?? received) < 1e6;
  const shown = (bytes: number): string => (isSmall ? String(bytes) : megabytes(bytes));
  return `${shown(received)} ${expected === undefined ? '' : `of ${shown(expected)} `}${isSmall ? 'bytes' : 'MB'}`;
}

export function megabytes(sizeBytes: number): string {
  return (sizeBytes / 1e6).toFixed(0);
}
