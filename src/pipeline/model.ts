/** Loads a model: its description, its class names and its bytes, checked against the description. */
import { CamLensError } from '../errors.ts';
import type { LoadProgress } from './lens.ts';
import type { ModelDescription } from './types.ts';

export interface LoadedModel {
  readonly description: ModelDescription;
  /** By index. */
  readonly classes: readonly string[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * @param url of the description (JSON); the files it names lie beside it
 * @throws CamLensError `model-missing`, `model-damaged`
 */
export async function loadModel(
  url: string,
  onProgress: (progress: LoadProgress) => void = () => undefined,
): Promise<LoadedModel> {
  const description = (await fetchJson(url)) as ModelDescription;
  const beside = (file: string): string => new URL(file, new URL(url, globalThis.location.href)).href;
  const classes = (await fetchJson(beside(description.classes))) as readonly string[];
  const bytes = await fetchBytes(beside(description.file), description, onProgress);
  await checkBytes(bytes, description);
  return { description, classes, bytes };
}

async function fetchOrExplain(url: string): Promise<Response> {
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

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetchOrExplain(url);
  try {
    return await response.json();
  } catch (cause) {
    throw new CamLensError('model-damaged', `${url} is not JSON; the description of a model was expected.`, { cause });
  }
}

async function fetchBytes(
  url: string,
  description: ModelDescription,
  onProgress: (progress: LoadProgress) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchOrExplain(url);
  const { name, sizeBytes } = description;
  const bytes = new Uint8Array(sizeBytes);
  let received = 0;
  const reader = response.body?.getReader();
  for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
    const part = chunk.value;
    if (received + part.length <= sizeBytes) bytes.set(part, received);
    received += part.length;
    onProgress({
      step: 'download',
      fraction: Math.min(1, received / sizeBytes),
      message: `Loading ${name}, ${megabytes(received)} of ${megabytes(sizeBytes)} MB`,
    });
  }
  if (received === sizeBytes) return bytes;
  throw new CamLensError('model-damaged', `${url} has ${received} bytes; ${sizeBytes} were expected.`);
}

/** Without a secure context there is no digest, and the size has to do. */
async function checkBytes(bytes: Uint8Array<ArrayBuffer>, description: ModelDescription): Promise<void> {
  if (!globalThis.isSecureContext) return;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (sha256 === description.sha256) return;
  throw new CamLensError(
    'model-damaged',
    `${description.file} is damaged: its sha256 is ${sha256}; ${description.sha256} was expected.`,
  );
}

function megabytes(sizeBytes: number): string {
  return (sizeBytes / 1e6).toFixed(0);
}
