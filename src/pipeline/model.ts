/** Loads a model: its description, its class names and its bytes, checked against the description. */
import { CamLensError } from '../errors.ts';
import { readModel } from '../onnx/read.ts';
import { parseClassNames } from './class-names.ts';
import { describeModel, type Assumption } from './describe-model.ts';
import type { LoadProgress } from './lens.ts';
import { readDescription, type PartialDescription } from './read-description.ts';
import type { ModelDescription } from './types.ts';

export interface LoadedModel {
  readonly description: ModelDescription;
  /** By index. */
  readonly classes: readonly string[];
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Fields of the description that nobody said and the graph does not tell. */
  readonly assumed?: readonly Assumption[];
}

/**
 * @param url of the description (JSON, brief or full: see readDescription); the files it names lie beside it, the model
 * under the description's own name where it names none
 * @throws CamLensError `model-missing`, `model-damaged`, and see describeModel
 */
export async function loadModel(
  url: string,
  onProgress: (progress: LoadProgress) => void = () => undefined,
): Promise<LoadedModel> {
  const given = readDescription(await fetchJson(url), url);
  const beside = (file: string): string => new URL(file, new URL(url, globalThis.location.href)).href;
  const file =
    given.file ??
    `${url
      .split('/')
      .at(-1)
      ?.replace(/\.json$/i, '')}.onnx`;
  const bytes = await fetchBytes(beside(file), given, onProgress);
  await checkBytes(bytes, given, file);
  return openModel(bytes, given, file, async (name) => (await fetchOrExplain(beside(name))).text());
}

/**
 * A model in memory, described as far as people have, the rest found out.
 * @param given {} where nobody said anything
 * @param readText a file beside the model, by name: its class names, where `given` or the model's metadata says they are
 * in one
 * @throws CamLensError see describeModel and parseClassNames
 */
export async function openModel(
  bytes: Uint8Array<ArrayBuffer>,
  given: PartialDescription,
  file: string,
  readText: (name: string) => Promise<string>,
): Promise<LoadedModel> {
  const { assumed, classCount, ...description } = describeModel(readModel(bytes, file), given, file);
  const { classes } = description;
  const names = typeof classes === 'string' ? parseClassNames(await readText(classes), classes, classCount) : classes;
  return { description, classes: names, bytes, assumed };
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
  { name = 'the model', sizeBytes }: PartialDescription,
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
      message: `Loading ${name}, ${megabytes(received)} ${expected > 0 ? `of ${megabytes(expected)} ` : ''}MB`,
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

/** Without a secure context there is no digest, and the size has to do. */
async function checkBytes(
  bytes: Uint8Array<ArrayBuffer>,
  { sha256: expected }: PartialDescription,
  file: string,
): Promise<void> {
  if (expected === undefined || !globalThis.isSecureContext) return;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (sha256 === expected) return;
  throw new CamLensError('model-damaged', `${file} is damaged: its sha256 is ${sha256}; ${expected} was expected.`);
}

function megabytes(sizeBytes: number): string {
  return (sizeBytes / 1e6).toFixed(0);
}
