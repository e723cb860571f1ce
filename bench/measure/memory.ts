/** The memory of an evaluation, round by round. */
import { Pool } from '../../src/runs/pool.ts';
import { loadModel } from '../../src/pipeline/model/model.ts';
import { defaultModel } from '../../src/pipeline/model/built-in-model.ts';
import { methods, paceOfRun } from './pace-of-run.ts';
import { photos } from './photos.ts';
import { round, type BenchOptions, type TableRow } from './table.ts';

const usualRounds = 20;
const picturesPerRound = 20;
const betweenLooksMs = 500;

export const megabytes = (bytes: number): number => round(bytes / 1e6, 1);

/** @returns rows of: pictures so far, resident MB now, peak MB in this round, GPU buffers, their MB, file handles */
export async function measureMemory({
  progress,
  usage,
  rounds = usualRounds,
  model: place = defaultModel,
  backend = 'wasm',
}: BenchOptions): Promise<readonly TableRow[]> {
  const model = await loadModel(place);
  const machine = { backend, model, layers: [model.description.defaultLayer], methods };
  const pool = await Pool.create({ machine, onProgress: progress });
  await pool.ready;
  const last = rounds * picturesPerRound;
  const rows: TableRow[] = [];
  let most = 0;
  let lookedMs = -Infinity;
  const look = async (done: number): Promise<void> => {
    // Reading the memory of all the browser's processes takes longer than a small picture.
    if (done % picturesPerRound !== 0 && performance.now() - lookedMs < betweenLooksMs) return;
    lookedMs = performance.now();
    const { residentBytes: now = NaN, handles = NaN } = (await usage?.()) ?? {};
    most = Math.max(most, now);
    if (done % picturesPerRound !== 0 || done > last) return;
    progress(`${done} of ${last} pictures`);
    const { buffers, bytes } = await pool.alive();
    rows.push([done, megabytes(now), megabytes(most), buffers, megabytes(bytes), handles]);
    most = 0;
  };
  const isEnough = (pictures: number): boolean => pictures + pool.capacity >= last;
  const measures = ['wsol', 'pointing', 'energy'] as const;
  await paceOfRun({ pool, model, photos: await photos(), measures, isEnough, onRecord: look });
  pool.destroy();
  return rows;
}
