/** A model's bytes, and what is known of it. */
import type { ModelDescription } from '../types.ts';
import type { Assumption } from './describe-model.ts';

/** A model in memory. */
export interface LoadedModel {
  /** What is known of it besides its bytes. */
  readonly description: ModelDescription;
  /** Names by index. */
  readonly classes: readonly string[];
  /** The `.onnx`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Files beside it that hold weights, by the names that the model calls them; absent for most. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** Fields of the description that nobody said and the graph does not tell. */
  readonly assumed?: readonly Assumption[];
  /** Sentences for people: which output is explained, and what was taken for granted of it; absent where there are none. */
  readonly notes?: readonly string[];
}
