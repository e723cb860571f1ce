/** Compares the stages with the same chain in TensorFlow.js, on the adapter and on the CPU. */
import { comparePeers, type PeerChain } from '../../src/benchmark/peers/compare-peers.ts';
import { peersFormat, peersVersion, type PeerRow, type PeersResult } from '../../src/benchmark/peers/peers-result.ts';
import { madeUpValues } from '../../src/benchmark/stages/made-up.ts';
import { ruleOf } from '../../src/benchmark/statistics/sample-by-turns.ts';
import { CamLensError, describeError } from '../../src/errors.ts';
import { requestDevice } from '../../src/pipeline/device/device.ts';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import { createGpuEngine } from '../../src/pipeline/engine/gpu-engine.ts';
import type { StageEngine } from '../../src/pipeline/engine/stage-chain.ts';
import type { Size } from '../../src/pipeline/types.ts';
import { ownChain, type ChainTask } from './own-chain.ts';
import type { BenchOptions } from './table.ts';
import { startTensorflow, tensorflowChain, tensorflowName, type PeerBackend } from './tensorflow-chain.ts';

const [side, channels, threshold] = [7, 2048, 0.15];
const sizes: readonly Size[] = [
  { width: 500, height: 375 },
  { width: 2048, height: 2048 },
];
/** For each size on each backend. */
const budgetMs = 20_000;

type Options = Pick<BenchOptions, 'rounds' | 'progress'>;

/** @throws CamLensError `no-webgpu`, `device-lost`, `gpu-failed`, `out-of-memory` */
export async function measurePeers(options: Options): Promise<PeersResult> {
  const [begunAt, begunMs] = [new Date(), performance.now()];
  const found = await requestDevice();
  if (found === null)
    throw new CamLensError(
      'no-webgpu',
      'Comparing with TensorFlow.js needs WebGPU, which this browser does not support.',
    );
  const engine = await createGpuEngine(found);
  try {
    const rows = [
      ...(await measureOn('webgpu', engine, options)),
      ...(await measureOn('wasm', createCpuEngine(), options)),
    ];
    return {
      ...{ format: peersFormat, version: peersVersion, begunAt: begunAt.toISOString() },
      ...{ tookMs: performance.now() - begunMs, adapter: found.adapterName, isSoftware: found.isSoftware },
      ...{ browser: navigator.userAgent, library: tensorflowName },
      ...{ layer: [channels, side, side], threshold, rows },
    };
  } finally {
    engine.destroy();
    found.device.destroy();
  }
}

async function measureOn(backend: PeerBackend, engine: StageEngine, { progress, rounds }: Options): Promise<PeerRow[]> {
  progress(`Starting TensorFlow.js (${backend})`);
  const starting = startTensorflow(backend);
  const rows: PeerRow[] = [];
  for (const size of sizes) {
    progress(`${backend}, ${size.width} × ${size.height}`);
    const task = taskOf(size);
    const outcome = await orFailed(async () => {
      await starting;
      const [own, peer]: PeerChain[] = [ownChain(engine, task), tensorflowChain(task)];
      return comparePeers(own!, peer!, threshold, ruleOf(rounds, budgetMs));
    });
    rows.push({ backend, ...size, outcome });
  }
  return rows;
}

/** Errors of cam-lens have codes; all others are those of TensorFlow.js. @throws CamLensError */
async function orFailed(work: () => Promise<PeerRow['outcome']>): Promise<PeerRow['outcome']> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CamLensError) throw error;
    return { status: 'failed', reason: `TensorFlow.js: ${describeError(error).message}` };
  }
}

function taskOf(size: Size): ChainTask {
  const count = side ** 2 * channels;
  const layer = {
    ...{ activations: madeUpValues(count, 'positive', 1), gradients: madeUpValues(count, 'signed', 2) },
    ...{ side, channels },
  };
  return { layer, size, threshold };
}
