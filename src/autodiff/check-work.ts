/**
 * A network's work must have a bound known before it runs: no value is larger than memory, and no Loop runs forever.
 */
import { CamLensError } from '../errors.ts';
import { constantTensor, entriesOf, readInts } from '../onnx/constants.ts';
import { findContents } from '../onnx/contents.ts';
import type { Shape } from '../onnx/dimensions.ts';
import { innerGraphs } from '../onnx/graph.ts';
import { beyondLimit, limits } from '../onnx/limits.ts';
import type { GraphProto, NodeProto } from '../onnx/messages.ts';
import type { InferredGraph } from '../onnx/shapes.ts';
import { operatorName } from './rule.ts';

/** @throws CamLensError `limit-exceeded` naming a value; `operator-unsupported` naming a Loop */
export function checkWork({ graph, shapes, contents }: InferredGraph): void {
  for (const [name, shape] of shapes) {
    const elements = shape.reduce<number>((product, size) => product * (typeof size === 'number' ? size : 1), 1);
    if (elements > limits.elements)
      throw beyondLimit(`The number of entries of the value "${name}" is`, elements, limits.elements);
  }
  checkLoops(graph.nodes, (name) => findContents({ graph, contents }, name), 1);
}

/** What is known about a value, in the scope of a node. */
type Scope = (name: string) => Shape | undefined;

/** @param turns iterations of the Loops around these nodes, multiplied */
function checkLoops(nodes: readonly NodeProto[], scope: Scope, turns: number): void {
  for (const node of nodes) {
    const inner = innerGraphs(node);
    if (inner.length === 0) continue;
    const all = node.opType === 'Loop' ? turns * boundOf(scope(node.input[0] ?? '')) : turns;
    if (!(all <= limits.turns)) throw endlessLoop(node, all);
    for (const graph of inner) checkLoops(graph.node, scopeInside(graph, scope), all);
  }
}

/** A number counts as one; a free size is that of a picture or of a batch, and even zero iterations are few. */
function boundOf(contents: Shape | undefined): number {
  const [turns = ''] = contents ?? [];
  if (typeof turns === 'number') return Math.max(1, turns);
  return turns === '' ? Infinity : 1;
}

function scopeInside({ node, initializer }: GraphProto, outside: Scope): Scope {
  const made = node.flatMap((each) => {
    const tensor = constantTensor(each);
    return tensor === undefined ? [] : [[each.output[0] ?? '', tensor] as const];
  });
  const constants = new Map([...initializer.map((tensor) => [tensor.name, tensor] as const), ...made]);
  return (name) => {
    const tensor = constants.get(name);
    return tensor === undefined ? outside(name) : entriesOf(tensor) === 1 ? readInts(tensor) : undefined;
  };
}

function endlessLoop(node: NodeProto, turns: number): CamLensError {
  const title = `${operatorName(node)} node "${node.name || (node.output[0] ?? '')}"`;
  const found = Number.isFinite(turns) ? `${turns} times` : 'a number of times known only at run time';
  return new CamLensError(
    'operator-unsupported',
    `The ${title} iterates ${found}; a number known before it runs, ${limits.turns} at most, was expected. Export the model ` +
      'with its loops unrolled (traced, not scripted).',
  );
}
