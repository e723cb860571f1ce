/** The network alone and the whole explanation, measured in one run. */
import { decodePicture } from '../../src/pipeline/picture/decode.ts';
import { defaultModel } from '../../src/pipeline/model/built-in-model.ts';
import { createExplainer, type Explainer, engineOf } from '../../src/pipeline/api/explainer.ts';
import { networkThreads } from '../../src/pipeline/network/network.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { photos } from './photos.ts';
import { median, round, type BenchOptions, type TableRow } from './table.ts';
import { own } from '../../src/own.ts';

const warmUps = 5;
const usualRounds = 30;

/**
 * @param last total number of explanations, after which live GPU buffers are counted again; default: the measured ones
 *   only
 */
export async function measureExplanations(
  { progress, rounds: runs = usualRounds, model = defaultModel }: BenchOptions,
  last = 0,
): Promise<readonly TableRow[]> {
  const explainer = await createExplainer({ backend: 'wasm', model, onProgress: ({ message }) => progress(message) });
  const [photo] = await photos();
  const picture = await decodePicture(photo?.file ?? new Blob(), photo?.name ?? 'no photo');
  for (let i = 0; i < warmUps; i++) await explainOnce(explainer, picture, true);
  const after = { ...engineOf(explainer).alive };
  // The whole is timed without timing its parts, which would slow it down; alternating exposes both to the same load.
  const whole: Timings[] = [];
  const parts: Timings[] = [];
  for (let i = 0; i < runs; i++) {
    whole.push(await explainOnce(explainer, picture, false));
    parts.push(await explainOnce(explainer, picture, true));
  }
  for (let i = warmUps + 2 * runs; i < last; i++) await explainOnce(explainer, picture, true);
  const later = engineOf(explainer).alive;
  const network = whole.map((timings) => timings['network'] ?? NaN);
  const rest = whole.map((timings) => (timings['total'] ?? NaN) - (timings['network'] ?? NaN));
  const stageNames = Object.keys(parts[0] ?? {}).filter((name) => name !== 'network' && name !== 'total');
  const ofStage = (name: string): number[] => parts.map((timings) => own(timings, name) ?? NaN);
  const sums = parts.map((timings) => stageNames.reduce((sum, name) => sum + (own(timings, name) ?? NaN), 0));
  const { backend } = explainer;
  await explainer.destroy();
  const stages = backend.stages === 'webgpu' ? 'WGSL' : 'the CPU';
  const alive = (what: string, before: number, now: number): TableRow => [
    networkThreads(),
    `${what} alive after ${warmUps}, after ${last}`,
    before,
    now,
    '',
    '',
  ];
  return [
    row('network, forward and gradients', network, network),
    row('everything else, read-backs included', rest, network),
    row(`stages in ${stages}, together`, sums, network),
    ...stageNames.map((name) => row(`  ${name}`, ofStage(name), network)),
    ...(last === 0
      ? []
      : [alive('GPU buffers', after.buffers, later.buffers), alive('GPU bytes', after.bytes, later.bytes)]),
  ];
}

type Timings = Readonly<Record<string, number>>;

async function explainOnce(explainer: Explainer, picture: Picture, timed: boolean): Promise<Timings> {
  const { explained, timings } = await explainer.explain([picture], { timed });
  explained.destroy();
  return timings;
}

function row(name: string, values: readonly number[], network: readonly number[]): TableRow {
  const share = (100 * median(values)) / median(network);
  const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)];
  return [networkThreads(), name, round(middle, 2), round(least, 2), round(most, 2), round(share, 2)];
}
