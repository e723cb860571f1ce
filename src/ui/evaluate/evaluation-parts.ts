import type { AnnotationFormat } from '../../datasets/formats.ts';
import type { WorkProgress } from '../shared/work-words.ts';

/** Progress of each part of a run. */
export interface RunParts {
  /** Number of usable annotations, once they are read. */
  readonly annotations: number;
  /** Their format, chosen or guessed. */
  readonly format: AnnotationFormat | undefined;
  /** Number of pictures found in the given files so far, measured before or not. */
  readonly seen: number;
  /** Number of pictures that networks are processing. */
  readonly busy: number;
  /** Number of parallel networks; 0 before they run. */
  readonly workers: number;
  /** Number of pictures with an annotation, including measured ones; undefined until they are counted. */
  readonly annotated: number | undefined;
  /** The current preparation step; undefined once pictures are measured. */
  readonly preparing: WorkProgress | undefined;
  /** Number of pictures that could not be measured. */
  readonly failed: number;
}

export const idleParts: RunParts = {
  ...{ annotations: 0, format: undefined, annotated: undefined, seen: 0, busy: 0, workers: 0 },
  ...{ preparing: undefined, failed: 0 },
};
