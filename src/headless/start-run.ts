/** The workers of an evaluation. */
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
let classes: readonly string[] = [];

export function startedPool(): Pool {
  if (pool === undefined) throw new CamLensError('internal', 'The page was not started.');
  return pool;
}

/** The model's class names by index. */
export function startedClasses(): readonly string[] {
  return classes;
}

/** @throws CamLensError as `createExplainer`, and if a method, a layer, the shard or the size is refused */
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
  classes = model.classes;
  const layers = machine.layers ?? [model.description.defaultLayer];
  const { width, height } = inputSize(model.description.input, inputSide(model.description, machine.size));
  pool = await Pool.create({
    machine: { ...machine, model, layers, methods },
    ...(workers === undefined ? {} : { workers }),
    onProgress: (message) => tellProgress({ message }),
    onSign: tellSign(),
  });
  const { backend, notice, model: named } = pool.info;
  const { stride } = model.description;
  return {
    ...{ backend, layers, classes: model.classes, workers: pool.workers },
    ...(notice === undefined ? {} : { notice }),
    model: {
      ...{ ...named, size: width, ...(height === width ? {} : { height }) },
      ...(stride === undefined ? {} : { stride }),
      ...{ normalization: model.description.input.normalization, output: model.description.logits },
      assumed: model.assumed ?? [],
    },
    assumptions: tellAssumptions(model),
    ...(shard === undefined ? {} : { shard }),
    browser: await browserName(),
  };
}

/** Signs closer together than this are merged. */
const leastMs = 10_000;

/** With slow measures a picture may take hours: the command must hear meanwhile that the page is working. */
function tellSign(): () => void {
  let toldMs = -Infinity;
  return () => {
    const nowMs = performance.now();
    if (nowMs - toldMs < leastMs) return;
    toldMs = nowMs;
    void window.camLensNews?.({ about: 'sign' });
  };
}
