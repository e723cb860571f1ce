/**
 * Measures the whole journey of a photo, from bytes to the painted result: cold and warm step by step, batches of 1 to
 * 32, and the memory of the GPU by owner. The result is first compared with that of the CPU.
 */
import { measureJourney } from '../src/benchmark/journey/measure-journey.ts';
import type { JourneyResult } from '../src/benchmark/journey/journey-result.ts';
import { defaultModel } from '../src/pipeline/model/built-in-model.ts';
import { answer, type Answer } from '../src/pipeline/worker/answer.ts';
import { journeyWorkers } from './measure/journey-workers.ts';
import { photos } from './measure/photos.ts';
import type { BenchOptions } from './measure/table.ts';

/** Each takes seconds. */
const usualColds = 5;
/** With fewer rounds than usual, batches get less than their minute too. */
const batchMsPerRound = 2000;

export function run(options: BenchOptions): Promise<Answer<JourneyResult>> {
  return answer(async () => {
    const { model = defaultModel, backend = 'auto', rounds: runs, progress } = options;
    const [photo] = await photos();
    const file = photo?.file ?? new Blob();
    const batches = runs === undefined ? {} : { batchBudgetMs: Math.min(60_000, batchMsPerRound * runs) };
    const work = { model: new URL(model, document.baseURI).href, backend, runs, ...batches };
    const colds = Math.min(usualColds, runs ?? usualColds);
    return measureJourney(journeyWorkers(work, file, progress), colds, file.size);
  });
}
