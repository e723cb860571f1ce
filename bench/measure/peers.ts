/** Compares the stages with the same chain in another library: results first, then times, alternately in one run. */
import { madeUpValues } from '../../src/benchmark/stages/made-up.ts';
import { compareMedians } from '../../src/benchmark/statistics/compare-medians.ts';
import { sampleByTurns, stopRule } from '../../src/benchmark/statistics/sample-by-turns.ts';
import { summarize } from '../../src/benchmark/statistics/summarize.ts';
import { CamLensError } from '../../src/errors.ts';
import { channelWeights, weightedSum } from '../../src/pipeline/chain/operations.ts';
import type { Heatmaps } from '../../src/pipeline/chain/chain.ts';
import { requestDevice } from '../../src/pipeline/device/device.ts';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import { createGpuEngine } from '../../src/pipeline/engine/gpu-engine.ts';
import type { StageChain, StageEngine } from '../../src/pipeline/engine/stage-chain.ts';
import type { Size } from '../../src/pipeline/types.ts';
import { round, type BenchOptions, type TableRow } from './table.ts';
import {
  startTensorflow,
  tensorflowHeatmap,
  tensorflowMask,
  type ChainTask,
  type PeerBackend,
} from './tensorflow-chain.ts';

const [side, channels, threshold] = [7, 2048, 0.15];
const sizes: readonly Size[] = [
  { width: 500, height: 375 },
  { width: 2048, height: 2048 },
];

/** Largest difference of two heatmaps' values, both 0 … 1. */
const tolerance = 1e-4;

/** @returns rows of: adapter, backend, pixels, milliseconds with boxes, those of TensorFlow.js without, and their ratio */
export async function measurePeers({ progress, rounds }: BenchOptions): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for (const [backend, start] of Object.entries(engines) as [PeerBackend, StartEngine][]) {
    progress(`Starting TensorFlow.js (${backend})`);
    await startTensorflow(backend);
    const { engine, end } = await start();
    try {
      for (const size of sizes) {
        progress(`${backend}, ${size.width} × ${size.height}`);
        rows.push(await measure(engine, backend, taskOf(size), rounds));
      }
    } finally {
      end();
    }
  }
  return rows;
}

type StartEngine = () => Promise<{ readonly engine: StageEngine; readonly end: () => void }>;

/** What stands beside each backend of TensorFlow.js. */
const engines: Readonly<Record<PeerBackend, StartEngine>> = {
  webgpu: async () => {
    const found = await requestDevice();
    if (found === null)
      throw new CamLensError(
        'no-webgpu',
        'Comparing with TensorFlow.js needs WebGPU, which this browser does not support.',
      );
    return { engine: await createGpuEngine(found), end: () => found.device.destroy() };
  },
  wasm: () => Promise.resolve({ engine: createCpuEngine(), end: () => undefined }),
};

function taskOf(size: Size): ChainTask {
  const count = side ** 2 * channels;
  const layer = {
    ...{ activations: madeUpValues(count, 'positive', 1), gradients: madeUpValues(count, 'signed', 2) },
    ...{ side, channels },
  };
  return { layer, size, threshold };
}

async function measure(
  engine: StageEngine,
  backend: PeerBackend,
  task: ChainTask,
  rounds: number | undefined,
): Promise<TableRow> {
  const own = ownChain(engine, task);
  const [expected, found] = [await own.heatmap(), await tensorflowHeatmap(task)];
  const difference = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? NaN))), 0);
  const { width, height } = task.size;
  const row = [backend, `${width} × ${height}`];
  if (!(difference <= tolerance))
    return [...row, 'differs', 'differs', `heatmaps by ${difference.toExponential(1)}`, ''];
  const rule =
    rounds === undefined
      ? { ...stopRule, budgetMs: 20_000 }
      : { ...stopRule, warmUps: 1, leastSamples: rounds, budgetMs: 0 };
  const turns = [own.boxes, () => tensorflowMask(task)].map((work) => ({ take: () => timeOf(work) }));
  const [ours, theirs] = await sampleByTurns(turns, rule);
  const { ratio, interval } = compareMedians(ours!.samples, theirs!.samples, { byTurns: true });
  const medians = [ours, theirs].map((sampled) => round(summarize(sampled!.samples).median, 2));
  return [...row, ...medians, round(ratio, 2), interval.map((end) => end.toFixed(2)).join(' to ')];
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begunMs = performance.now();
  await work();
  return performance.now() - begunMs;
}

/** Our chain, with channels first. */
function ownChain(engine: StageEngine, { layer, size, threshold: at }: ChainTask) {
  const dims = [1, channels, side, side];
  const [activations, gradients] = [layer.activations, layer.gradients].map(channelsFirst);
  const heatmapsOf = (chain: StageChain): Heatmaps => {
    const weights = channelWeights(chain, chain.upload(gradients!, dims));
    const map = weightedSum(chain, weights, chain.upload(activations!, dims));
    return chain.normalize(chain.upsample([{ map, index: 0, size, rectify: true }]));
  };
  const within = async <Result>(work: (chain: StageChain) => Promise<Result>): Promise<Result> => {
    const chain = engine.begin();
    try {
      return await work(chain);
    } finally {
      chain.destroy();
    }
  };
  return {
    heatmap: () => within(async (chain) => (await chain.readHeatmaps(heatmapsOf(chain)))[0] ?? new Float32Array()),
    boxes: () => within((chain) => chain.readBoxes([chain.largest(heatmapsOf(chain), at)], [], false)),
  };
}

function channelsFirst(values: Float32Array): Float32Array {
  return Float32Array.from(values, (_, i) => values[(i % side ** 2) * channels + Math.floor(i / side ** 2)] ?? NaN);
}
