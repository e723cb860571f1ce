import { expose } from 'comlink';
import { measureCold, type ColdOptions, type ColdRun } from '../../src/benchmark/journey/measure-cold.ts';
import type { JourneyOutput } from '../../src/benchmark/journey/journey-output.ts';
import {
  measureReady,
  referenceJourney,
  type ReadyOptions,
  type ReadyRun,
} from '../../src/benchmark/journey/measure-journey.ts';
import { answer, type Answer } from '../../src/pipeline/worker/answer.ts';
import { trustOwnScripts } from '../../src/trusted-scripts.ts';
import type { Progress } from './table.ts';

type Work = Omit<ReadyOptions, 'onProgress'>;

const worker = {
  cold: (work: ColdOptions, file: Blob): Promise<Answer<ColdRun>> => answer(() => measureCold(work, file)),
  reference: ({ model }: Work, file: Blob, onProgress: Progress): Promise<Answer<JourneyOutput>> =>
    answer(() => referenceJourney({ model, onProgress }, file)),
  ready: (work: Work, file: Blob, expected: JourneyOutput, onProgress: Progress): Promise<Answer<ReadyRun>> =>
    answer(() => measureReady({ ...work, onProgress }, file, expected)),
};

export type JourneyWorker = typeof worker;

trustOwnScripts();
expose(worker);
