/** The workers behind an evaluation. */
import { CamLensError } from '../errors.ts';
import { inputSide, inputSize } from '../pipeline/model/input-side.ts';
import { tellAssumptions } from '../pipeline/model/told-model.ts';
import { methodNamed } from '../pipeline/recipe/methods/index.ts';
import { browserName } from '../report/browser-name.ts';
import { Pool } from '../runs/pool.ts';
import { readShard } from '../runs/shard.ts';
import type { RunInfo, RunStart } from './evaluation-calls.ts';
import { openModel } from './model.ts';
import { tellProgress } from './progress.ts';

let pool: Pool | undefined;

export function startedPool(): Pool {
  if (pool === undefined) throw new CamLensError('internal', 'The page was not started.');
  return pool;
}

/** @throws CamLensError as `createExplainer`, and what any method or layer, the shard or the size is refused for */
export async function startRun({
  methods,
  workers,
  shard: part,
  model: given,
  ...machine
}: RunStart): Promise<RunInfo> {
  methods.forEach(methodNamed);
  const shard = part === undefined ? undefined : readShard(part);
  const model = await openModel(given);
  const layers = machine.layers ?? [model.description.defaultLayer];
  const { width, height } = inputSize(model.description.input, inputSide(model.description, machine.size));
  pool = await Pool.create({
    machine: { ...machine, model, layers, methods },
    ...(workers === undefined ? {} : { workers }),
    onProgress: (message) => tellProgress({ message }),
    onSign: tellSign(),
  });
  const { backend, notice, model: named } = pool.info;
  return {
    ...{ backend, layers, classes: model.classes, workers: pool.workers },
    ...(notice === undefined ? {} : { notice }),
    model: {
      ...{ ...named, size: width, ...(height === width ? {} : { height }) },
      ...{ normalization: model.description.input.normalization, output: model.description.logits },
      assumed: model.assumed ?? [],
    },
    assumptions: tellAssumptions(model),
    ...(shard === undefined ? {} : { shard }),
    browser: await browserName(),
  };
}

/** Signs nearer to one another than this are one. */
const leastMs = 10_000;

/** A picture may take hours by slow measures: that its page is at work the command must hear meanwhile. */
function tellSign(): () => void {
  let toldMs = -Infinity;
  return () => {
    const nowMs = performance.now();
    if (nowMs - toldMs < leastMs) return;
    toldMs = nowMs;
    void window.camLensNews?.({ about: 'sign' });
  };
}
