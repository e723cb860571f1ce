/** The arguments of a rule for the shape of a node's output. */
import type { Contents } from './contents.ts';
import type { Shape } from './dimensions.ts';
import type { GraphIndex } from './graph.ts';
import type { NodeProto } from './messages.ts';

export interface Known {
  readonly graph: GraphIndex;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly contents: Contents;
}

export type ShapeRule = (node: NodeProto, known: Known) => Shape | undefined;
