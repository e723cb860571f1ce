/** The arguments and the result of an operator's evaluation. */
import { intAttribute } from '../attributes.ts';
import type { GraphIndex } from '../graph.ts';
import type { NodeProto } from '../messages.ts';
import type { Shape } from '../dimensions.ts';
import type { Folded } from './folded.ts';

export interface Evaluation {
  readonly node: NodeProto;
  readonly graph: GraphIndex;
  /** What is known about each input; undefined for an omitted one. */
  readonly inputs: readonly (Folded | undefined)[];
  /** Of the first input; known even if its entries are not. */
  readonly shape: Shape | undefined;
}

/**
 * The first output, or all of them; undefined if they cannot be determined.
 * @throws RangeError if they are too large, or the node does not conform to ONNX
 */
export type Evaluator = (evaluation: Evaluation) => Folded | readonly Folded[] | undefined;

/** A required input. */
export function given({ inputs }: Evaluation, index = 0): Folded {
  const found = inputs[index];
  if (found === undefined) throw new RangeError(`Input ${index} is missing.`);
  return found;
}

/** The integers of an input, all known; undefined if it is omitted. */
export function integers({ inputs }: Evaluation, index: number): readonly number[] | undefined {
  const found = inputs[index];
  if (found === undefined) return undefined;
  if (found.values.some(Number.isNaN)) throw new RangeError(`Input ${index} is not known.`);
  return [...found.values];
}

export function attributeOr({ node }: Evaluation, name: string, otherwise: number): number {
  return intAttribute(node, name) ?? otherwise;
}
