/** What an evaluation needs from the page: the machinery for runs, and storage. */
import type { ModelOffer } from '../../pipeline/api/lens.ts';
import type { LoadProgress } from '../../pipeline/load-progress.ts';
import type { RunStore } from '../../runs/kept-run.ts';
import type { Pool } from '../../runs/pool.ts';
import type { RunMachine } from '../../runs/run-choice.ts';

export type RunPool = Pick<Pool, 'info' | 'workers' | 'capacity' | 'measure' | 'destroy'>;

export interface EvaluationMeans {
  /** Loads the model and returns what it offers; no network runs until there is a pool. */
  readonly loadOffer: (onProgress: (progress: LoadProgress) => void) => Promise<ModelOffer>;
  readonly createPool: (
    machine: Pick<RunMachine, 'layers' | 'methods' | 'refine' | 'size'>,
    onProgress: (message: string) => void,
  ) => Promise<RunPool>;
  /** Whether pictures are kept for a gallery; default: true. */
  readonly hasGallery?: boolean;
  /** Returns undefined if this browser cannot store runs, null if they are not to be stored. */
  readonly createStore: () => Promise<RunStore | undefined | null>;
}
