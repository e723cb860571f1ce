/** What a model is made of, over HTTP. */
import { CamLensError } from '../../errors.ts';
import type { LoadProgress } from '../lens.ts';

/** @throws CamLensError `model-missing` */
export async function fetchOrExplain(url: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new CamLensError('model-missing', `${url} cannot be reached.`, { cause });
  }
  // Servers of single-page applications answer with their page where a file is missing.
  const isPage = response.headers.get('Content-Type')?.includes('text/html') ?? false;
  if (response.ok && !isPage) return response;
  throw new CamLensError('model-missing', `${url} is not there (HTTP ${response.status}).`);
}

/** @throws CamLensError `model-missing`, `model-damaged` */
export async function fetchJson(url: string): Promise<unknown> {
  const response = await fetchOrExplain(url);
  try {
    return await response.json();
  } catch (cause) {
    throw new CamLensError('model-damaged', `${url} is not JSON; the description of a model was expected.`, { cause });
  }
}

/** @throws CamLensError `model-missing`, and `model-damaged` where there are more or fewer bytes than expected */
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
  const reader = response.body?.getReader();
  for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
    const part = chunk.value;
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
  throw new CamLensError('model-damaged', `${url} has ${received} bytes; ${sizeBytes} were expected.`);
}

/** The same bytes at the front of at least twice the room. */
function withRoom(bytes: Uint8Array, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const roomy = new Uint8Array(Math.max(sizeBytes, 2 * bytes.length));
  roomy.set(bytes);
  return roomy;
}

function megabytes(sizeBytes: number): string {
  return (sizeBytes / 1e6).toFixed(0);
}
