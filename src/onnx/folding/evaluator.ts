/** What the evaluation of an operator is given, and what it makes. */
import { intAttribute } from '../attributes.ts';
import type { GraphIndex } from '../graph.ts';
import type { NodeProto } from '../messages.ts';
import type { Shape } from '../dimensions.ts';
import type { Folded } from './folded.ts';

export interface Evaluation {
  readonly node: NodeProto;
  readonly graph: GraphIndex;
  /** What is known of each input; undefined for one that is left out. */
  readonly inputs: readonly (Folded | undefined)[];
  /** Of the first input, though its entries may not be known. */
  readonly shape: Shape | undefined;
}

/**
 * The first output, or all of them; undefined where they do not follow.
 * @throws RangeError where they are too large, or the node is not as ONNX has it
 */
export type Evaluator = (evaluation: Evaluation) => Folded | readonly Folded[] | undefined;

/** An input that the operator cannot do without. */
export function given({ inputs }: Evaluation, index = 0): Folded {
  const found = inputs[index];
  if (found === undefined) throw new RangeError(`Input ${index} is not there.`);
  return found;
}

/** The integers of an input, all of them known; undefined where it is left out. */
export function integers({ inputs }: Evaluation, index: number): readonly number[] | undefined {
  const found = inputs[index];
  if (found === undefined) return undefined;
  if (found.values.some(Number.isNaN)) throw new RangeError(`Input ${index} is not known.`);
  return [...found.values];
}

export function attributeOr({ node }: Evaluation, name: string, otherwise: number): number {
  return intAttribute(node, name) ?? otherwise;
}
