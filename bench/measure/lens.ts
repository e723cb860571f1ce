/** The memory of a page that explains pictures, round by round. */
import { defaultThreshold } from '../../src/pipeline/recipe/defaults.ts';
import { defaultModel } from '../../src/pipeline/model/built-in-model.ts';
import { createLens } from '../../src/pipeline/worker/remote.ts';
import { megabytes } from './memory.ts';
import { methods } from './pace-of-run.ts';
import { photos } from './photos.ts';
import type { BenchOptions, TableRow } from './table.ts';

const usualRounds = 20;
const explanationsPerRound = 10;
const size = { width: 300, height: 200 };

/** @returns rows of: explanations so far, resident MB, file handles */
export async function measureLens({
  progress,
  usage,
  rounds = usualRounds,
  model = defaultModel,
  backend = 'wasm',
}: BenchOptions): Promise<readonly TableRow[]> {
  const given = await photos();
  const lens = await createLens({ model, backend });
  const layers = [lens.info.defaultLayer];
  const rows: TableRow[] = [];
  for (let done = 1; done <= rounds * explanationsPerRound; done++) {
    const { file, name } = given[done % given.length]!;
    const { id } = await lens.open(file, name);
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    await lens.explain(id, { methods, layers, class: 'predicted', threshold: defaultThreshold }, watch);
    await lens.locate(id, 0.4);
    const look = { method: methods[0], layer: layers[0]!, colourMap: 'viridis' as const, opacity: 0.5, ...size };
    (await lens.paint(id, { ...look, show: 'blend' })).close();
    await lens.close(id);
    if (done % explanationsPerRound !== 0) continue;
    progress(`${done} of ${rounds * explanationsPerRound} explanations`);
    const { residentBytes = NaN, handles = NaN } = (await usage?.()) ?? {};
    rows.push([done, megabytes(residentBytes), handles]);
  }
  lens.destroy();
  return rows;
}
