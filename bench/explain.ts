/**
 * How much of an explanation is not the network? Warm, side by side in one run: the network alone, and the whole
 * explanation (preprocessing, network, all stages for CAM and Grad-CAM, boxes read back) of a 500 × 375 photo. Then:
 * are as many GPU buffers alive after 200 explanations as after the first few?
 */
import { decodePicture } from '../src/pipeline/decode.ts';
import { createExplainer, type Explainer } from '../src/pipeline/explainer.ts';
import { networkThreads } from '../src/pipeline/network.ts';
import type { Picture } from '../src/pipeline/types.ts';

interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

const warmUps = 5;
const runs = 30;

export async function run({ progress }: { progress: (message: string) => void }): Promise<Table> {
  const explainer = await createExplainer({ backend: 'wasm', onProgress: ({ message }) => progress(message) });
  const picture = await photo(500, 375);
  for (let i = 0; i < warmUps; i++) await explainOnce(explainer, picture, true);
  const after = { ...explainer.engine.alive };
  // What is reported as the whole is not slowed by measuring its parts, and both see the same weather.
  const whole: Timings[] = [];
  const parts: Timings[] = [];
  for (let i = 0; i < runs; i++) {
    whole.push(await explainOnce(explainer, picture, false));
    parts.push(await explainOnce(explainer, picture, true));
  }
  for (let i = warmUps + 2 * runs; i < 200; i++) await explainOnce(explainer, picture, true);
  const later = explainer.engine.alive;
  const network = whole.map((timings) => timings['network'] ?? NaN);
  const rest = whole.map((timings) => (timings['total'] ?? NaN) - (timings['network'] ?? NaN));
  const stageNames = Object.keys(parts[0] ?? {}).filter((name) => name !== 'network' && name !== 'total');
  const ofStage = (name: string): number[] => parts.map((timings) => timings[name] ?? NaN);
  const sums = parts.map((timings) => stageNames.reduce((sum, name) => sum + (timings[name] ?? NaN), 0));
  const { backend } = explainer;
  await explainer.destroy();
  return {
    title: `explain: a 500 × 375 photo, CAM and Grad-CAM at layer4 (network ${backend.network}, ${networkThreads} threads, stages ${backend.stages})`,
    columns: ['what', 'median ms', 'least ms', 'most ms', '% of network'],
    rows: [
      row('network, forward and gradients', network, network),
      row('everything else, read-backs included', rest, network),
      row('stages on the GPU, together', sums, network),
      ...stageNames.map((name) => row(`  ${name}`, ofStage(name), network)),
      [`GPU buffers alive after ${warmUps}, after 200`, after.buffers, later.buffers, '', ''],
      [`GPU bytes alive after ${warmUps}, after 200`, after.bytes, later.bytes, '', ''],
    ],
  };
}

type Timings = Readonly<Record<string, number>>;

async function explainOnce(explainer: Explainer, picture: Picture, timed: boolean): Promise<Timings> {
  const { explained, timings } = await explainer.explain([picture], { timed });
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
