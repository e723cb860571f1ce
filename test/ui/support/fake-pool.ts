/** A pool that measures at once or when told, and stores that keep a run in memory; for tests of the evaluation. */
import { CamLensError } from '../../../src/errors.ts';
import { bestIou, type Box } from '../../../src/evaluation/iou.ts';
import type { PictureRecord } from '../../../src/evaluation/record.ts';
import { nameBy } from '../../../src/pipeline/recipe/conventions.ts';
import type { KeptRun, RunStore } from '../../../src/runs/kept-run.ts';
import type { RunChoice, TruePicture } from '../../../src/runs/run-choice.ts';
import type { EvaluationMeans, RunPool } from '../../../src/ui/evaluate/evaluation-means.ts';
import { fakeInfo } from './fake-lens.ts';

/** The boxes that a method finds in every picture. */
export const foundBoxes: Readonly<Record<string, Box>> = {
  cam: [0, 0, 50, 80],
  'grad-cam': [0, 0, 100, 80],
  'cam@torch-cam': [0, 0, 25, 80],
  'grad-cam@torch-cam': [0, 0, 75, 80],
};

export class FakePool implements RunPool {
  readonly info = fakeInfo;
  readonly workers = 2;
  readonly capacity = 2;
  /** Pictures that were begun, and those that are done. */
  readonly begun: string[] = [];
  readonly measured: string[] = [];
  destroyed = false;
  /** What each picture waits for. */
  wait: (id: string) => Promise<void> = async () => undefined;

  async measure(
    _: Blob,
    truth: TruePicture,
    { methods, thresholds, conventions = ['paper'] }: RunChoice,
  ): Promise<PictureRecord> {
    this.begun.push(truth.id);
    await this.wait(truth.id);
    if (truth.id.includes('bad')) throw new CamLensError('picture-unreadable', `${truth.path} could not be decoded.`);
    this.measured.push(truth.id);
    const names = conventions.flatMap((convention) => methods.map((method) => nameBy(method, convention)));
    const explained = names.map((method) => {
      const box = foundBoxes[method] ?? null;
      const ious = truth.boxes && thresholds.map(() => bestIou(box, truth.boxes!) ?? 0);
      return [
        method,
        { layer4: { true: { ...(ious && { ious }), box, empty: false, minimum: 0, maximum: 1 } } },
      ] as const;
    });
    return {
      ...{ id: truth.id, path: truth.path, width: 100, height: 80, explanations: {} },
      ...(truth.boxes && { boxes: truth.boxes }),
      ...(truth.split === undefined ? {} : { split: truth.split }),
      ...{ class: truth.class, predicted: truth.class, rank: 1, explanations: Object.fromEntries(explained) },
    };
  }

  destroy(): void {
    this.destroyed = true;
  }
}

/** What a page keeps, and what each visit to it does with that. */
export class FakeStore implements RunStore {
  kept: KeptRun | undefined;
  /** Why nothing can be written. */
  fault: CamLensError | undefined;

  read = async () => this.kept;
  begin = async (head: KeptRun['head']) => {
    if (this.fault !== undefined) throw this.fault;
    this.kept = { head, records: [] };
  };
  resume = async () => undefined;
  append = async (record: PictureRecord) => {
    if (this.kept === undefined) throw new Error('nothing was begun');
    this.kept = { ...this.kept, records: [...this.kept.records, record] };
  };
  close = async () => undefined;
  remove = async () => {
    this.kept = undefined;
  };
}

export function fakeMeans(pool: FakePool, store: RunStore | undefined): EvaluationMeans {
  return { loadOffer: async () => fakeInfo, createPool: async () => pool, createStore: async () => store };
}
