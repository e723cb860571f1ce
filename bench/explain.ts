/**
 * How much of an explanation is not the network? Warm, side by side in one run: the network alone, and the whole
 * explanation (preprocessing, network, all stages for CAM and Grad-CAM, boxes read back) of a 500 × 375 photo. Then:
 * are as many GPU buffers alive after 200 explanations as after 10?
 */
import { decodePicture } from '../src/pipeline/decode.ts';
import { createExplainer, type Explainer } from '../src/pipeline/explainer.ts';
import type { Picture } from '../src/pipeline/types.ts';

interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

const warmUps = 5;
const runs = 20;

export async function run({ progress }: { progress: (message: string) => void }): Promise<Table> {
  const explainer = await createExplainer({ backend: 'wasm', onProgress: ({ message }) => progress(message) });
  const picture = await photo(500, 375);
  for (let i = 0; i < warmUps; i++) await explainOnce(explainer, picture);
  const samples: Readonly<Record<string, number>>[] = [];
  for (let i = 0; i < runs; i++) {
    samples.push(await explainOnce(explainer, picture));
    if (i === 10 - warmUps - 1) progress(`GPU buffers alive after 10: ${explainer.engine.alive.buffers}`);
  }
  const alive = { ...explainer.engine.alive };
  for (let i = warmUps + runs; i < 200; i++) await explainOnce(explainer, picture);
  const later = explainer.engine.alive;
  const network = samples.map((timings) => timings['network'] ?? NaN);
  const rest = samples.map((timings) => (timings['total'] ?? NaN) - (timings['network'] ?? NaN));
  const stageNames = Object.keys(samples[0] ?? {}).filter((name) => name !== 'network' && name !== 'total');
  const { backend } = explainer;
  await explainer.destroy();
  return {
    title: `explain: a 500 × 375 photo, CAM and Grad-CAM at layer4 (network ${backend.network}, stages ${backend.stages})`,
    columns: ['what', 'median ms', 'least ms', 'most ms', '% of network'],
    rows: [
      row('network, forward and gradients', network, network),
      row('everything else', rest, network),
      ...stageNames.map((name) =>
        row(
          `  ${name}`,
          samples.map((timings) => timings[name] ?? NaN),
          network,
        ),
      ),
      [`GPU buffers alive after ${warmUps + runs}, after 200`, alive.buffers, later.buffers, '', ''],
      [`GPU bytes alive after ${warmUps + runs}, after 200`, alive.bytes, later.bytes, '', ''],
    ],
  };
}

async function explainOnce(explainer: Explainer, picture: Picture): Promise<Readonly<Record<string, number>>> {
  const { explained, timings } = await explainer.explain([picture]);
  explained.destroy();
  return timings;
}

/** A sample photo at the size most photos of ImageNet have. */
async function photo(width: number, height: number): Promise<Picture> {
  const file = await (await fetch('/samples/german-shepherd.webp')).blob();
  const bitmap = await createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  return decodePicture(await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 }), 'german-shepherd');
}

function row(name: string, values: readonly number[], network: readonly number[]): readonly (string | number)[] {
  const share = (100 * median(values)) / median(network);
  return [name, round(median(values)), round(Math.min(...values)), round(Math.max(...values)), round(share)];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
