/** A model's bytes, and its description. */
import type { ModelDescription } from '../types.ts';
import type { Assumption } from './describe-model.ts';

/** A model in memory. */
export interface LoadedModel {
  /** Everything known about it besides its bytes. */
  readonly description: ModelDescription;
  /** Names by index. */
  readonly classes: readonly string[];
  /** The `.onnx`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** External files with weights, by their names in the model; most models have none. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** Fields of the description that neither the user nor the graph provided. */
  readonly assumed?: readonly Assumption[];
  /** Sentences for users: which output is explained, and what was assumed; absent if there are none. */
  readonly notes?: readonly string[];
}
