/** Bytes over HTTP, and what happened where they did not come. */
import { CamLensError } from '../../errors.ts';

/**
 * @param missing the error of an address where nothing is
 * @throws CamLensError of that code; `download-failed` where the address cannot be reached, or the server refuses
 */
export async function fetchOrExplain(
  url: string,
  missing: 'model-missing' | 'runtime-damaged' = 'model-missing',
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new CamLensError('download-failed', `${url} cannot be reached.`, { cause });
  }
  // Servers of single-page applications answer with their page where a file is missing.
  const isPage = response.headers.get('Content-Type')?.includes('text/html') ?? false;
  if (response.ok && !isPage) return response;
  const isMissing = response.ok || response.status === 404 || response.status === 410;
  if (isMissing) throw new CamLensError(missing, `${url} is not there (HTTP ${response.status}).`);
  throw new CamLensError('download-failed', `${url} was refused (HTTP ${response.status}).`);
}

/** The bytes that a response says it has; undefined where it does not, or they come packed. */
export function bytesSaid(response: Response): number | undefined {
  const said = response.headers.get('Content-Length');
  return said === null || response.headers.has('Content-Encoding') ? undefined : Number(said);
}

/**
 * The body, part by part.
 * @param expected bytes in all, as far as it is known
 * @throws CamLensError `download-failed` where it breaks off, saying how much came
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
    // A body shorter than it was said to be is an error of the browser's own, before this.
    if (part === undefined) return;
    received += part.length;
    yield part;
  }
}

/** @throws CamLensError `download-failed` where it breaks off */
export async function textOf(response: Response, url: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of partsOf(response, url, undefined)) text += decoder.decode(part, { stream: true });
  return text + decoder.decode();
}

export function cutOff(url: string, received: number, expected: number | undefined, cause?: unknown): CamLensError {
  const came = `${url}: the download was cut off, ${amountOf(received, expected)} came.`;
  return new CamLensError('download-failed', came, cause === undefined ? {} : { cause });
}

/** "41 of 102 MB"; small ones in bytes. */
function amountOf(received: number, expected: number | undefined): string {
  const isSmall = (expected ?? received) < 1e6;
  const shown = (bytes: number): string => (isSmall ? String(bytes) : megabytes(bytes));
  return `${shown(received)} ${expected === undefined ? '' : `of ${shown(expected)} `}${isSmall ? 'bytes' : 'MB'}`;
}

export function megabytes(sizeBytes: number): string {
  return (sizeBytes / 1e6).toFixed(0);
}
