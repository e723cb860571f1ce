/** Alternates between a whole evaluation and the networks alone. */
import { wrap, type Remote } from 'comlink';
import type { ProcessUsage } from '../../cli/process-usage.ts';
import { defaultModel } from '../../src/pipeline/model/built-in-model.ts';
import { loadModel } from '../../src/pipeline/model/model.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import { storeModel } from '../../src/pipeline/model/stored-model.ts';
import type { BackendChoice } from '../../src/pipeline/types.ts';
import { Pool } from '../../src/runs/pool.ts';
import type { MeasureName } from '../../src/runs/run-choice.ts';
import type { BareNetworkWorker } from './bare-network.worker.ts';
import type { NetworkPace } from './bare-network.ts';
import { methods, paceOfRun } from './pace-of-run.ts';
import { photos, type Photo } from './photos.ts';
import { median, round, type BenchOptions, type TableRow } from './table.ts';

const usualRounds = 4;
/** Long enough for several pictures of each worker on a slow machine; a single round only shows that it works. */
const leastMsOf = (rounds: number): number => (rounds === 1 ? 500 : 3_000);

/** What is measured for each picture. */
const kinds: Readonly<Record<string, readonly MeasureName[]>> = {
  'boxes at 19 thresholds': [],
  'and all measures': ['wsol', 'pointing', 'energy'],
};

/**
 * @returns rows of: network, stages, workers, threads of each, what, pictures per second, those of the networks alone,
 *   their ratio, processor time per picture in milliseconds, and that of the network alone
 */
export async function measureEvaluations(options: BenchOptions): Promise<readonly TableRow[]> {
  const given = { ...options, photos: await photos(), model: await loadModel(options.model ?? defaultModel) };
  const rows: TableRow[] = [];
  for (const backend of backendsOf(options)) rows.push(...(await measureOn(backend, given)));
  return rows;
}

/** The network runs on WebGPU only on request: with a software adapter, one round would take minutes. */
function backendsOf({ backend }: BenchOptions): readonly BackendChoice[] {
  return backend === undefined ? ['wasm', 'cpu'] : [backend];
}

interface Given extends Omit<BenchOptions, 'model'> {
  readonly photos: readonly Photo[];
  readonly model: LoadedModel;
}

interface Measured extends NetworkPace {
  /** Processor time per picture, in milliseconds. */
  readonly cpuMs: number;
}

async function measureOn(
  backend: BackendChoice,
  { photos, model, progress, rounds = usualRounds, usage }: Given,
): Promise<readonly TableRow[]> {
  const layer = model.description.defaultLayer;
  const pool = await Pool.create({ machine: { backend, model, layers: [layer], methods }, onProgress: progress });
  await pool.ready;
  const { workers, threads, batch, info } = pool;
  const leastMs = leastMsOf(rounds);
  const networks = await startNetworks(workers, { model: storeModel(model), backend, threads, batch, layer });
  const bare: Measured[] = [];
  const rows = Object.entries(kinds).map(([name, measures]) => ({ name, measures, whole: [] as Measured[] }));
  const isEnough = (pictures: number, ms: number): boolean => pictures >= pool.capacity && ms >= leastMs;
  for (let i = 0; i < rounds; i++) {
    progress(`Stages on ${info.backend.stages}: round ${i + 1} of ${rounds}`);
    bare.push(await withTime(usage, () => paceOfNetworks(networks, leastMs)));
    for (const { measures, whole } of rows) {
      whole.push(await withTime(usage, () => paceOfRun({ pool, model, photos, measures, isEnough })));
    }
  }
  pool.destroy();
  networks.forEach(({ worker }) => worker.terminate());
  return rows.map(({ name, whole }) => [
    ...[info.backend.network, info.backend.stages, workers, threads, name],
    ...[round(median(whole.map(perSecond)), 2), round(median(bare.map(perSecond)), 2)],
    round(median(whole.map((pace, i) => pace.perSecond / (bare[i]?.perSecond ?? NaN))), 3),
    ...[whole, bare].map((paces) => round(median(paces.map(({ cpuMs }) => cpuMs)), 0)),
  ]);
}

const perSecond = (pace: NetworkPace): number => pace.perSecond;

async function withTime(usage: BenchOptions['usage'], run: () => Promise<NetworkPace>): Promise<Measured> {
  const cpuMs = (now: ProcessUsage | null | undefined): number => now?.cpuMs ?? NaN;
  const before = cpuMs(await usage?.());
  const pace = await run();
  return { ...pace, cpuMs: (cpuMs(await usage?.()) - before) / pace.done };
}

interface StartedNetwork {
  readonly worker: Worker;
  readonly remote: Remote<BareNetworkWorker>;
}

async function startNetworks(
  count: number,
  options: Parameters<BareNetworkWorker['start']>[0],
): Promise<readonly StartedNetwork[]> {
  const networks: StartedNetwork[] = [];
  while (networks.length < count) {
    const worker = new Worker(new URL('./bare-network.worker.ts', import.meta.url), { type: 'module' });
    const remote = wrap<BareNetworkWorker>(worker);
    await remote.start(options);
    networks.push({ worker, remote });
  }
  return networks;
}

/** The total rate of all networks, run in parallel. */
async function paceOfNetworks(networks: readonly StartedNetwork[], leastMs: number): Promise<NetworkPace> {
  const paces = await Promise.all(networks.map(({ remote }) => remote.rate(leastMs)));
  const sum = (of: keyof NetworkPace): number => paces.reduce((total, pace) => total + pace[of], 0);
  return { done: sum('done'), perSecond: sum('perSecond') };
}
