/** What a page brings for an evaluation: the machine behind the run, and where it is kept. */
import type { ModelOffer } from '../../pipeline/api/lens.ts';
import type { RunStore } from '../../runs/kept-run.ts';
import type { Pool } from '../../runs/pool.ts';
import type { RunMachine } from '../../runs/run-choice.ts';

export type RunPool = Pick<Pool, 'info' | 'workers' | 'capacity' | 'measure' | 'destroy'>;

export interface EvaluationMeans {
  /** Loads the model, and says what it offers; no network runs before there is a pool. */
  readonly loadOffer: (onProgress: (message: string) => void) => Promise<ModelOffer>;
  readonly createPool: (
    machine: Pick<RunMachine, 'layers' | 'size'>,
    onProgress: (message: string) => void,
  ) => Promise<RunPool>;
  /** Undefined where this browser keeps nothing. */
  readonly createStore: () => Promise<RunStore | undefined>;
}
