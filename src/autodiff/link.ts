/** What a network makes probabilities of its scores by: they follow the file. */
import type { GraphIndex } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';

/** `softmax`: one of the classes holds; `sigmoid`: each holds or not, whatever the others. */
export type Link = 'softmax' | 'sigmoid';

const links: ReadonlyMap<string, Link> = new Map([
  ['LogSoftmax', 'softmax'],
  ['Sigmoid', 'sigmoid'],
  ['Softmax', 'softmax'],
]);

/** May stand between scores, probabilities and output. */
export const reshaping: ReadonlySet<string> = new Set(['Flatten', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze']);

/** Gradients through such a node vanish where it is sure: scores are what it reads. */
export function linkOf({ opType }: NodeProto): Link | undefined {
  return links.get(opType);
}

/** What the network does with its scores on the way to an output; undefined where it gives them as they are. */
export function findLink(graph: GraphIndex, scores: string): Link | undefined {
  const waiting = [scores];
  const seen = new Set(waiting);
  for (const value of waiting) {
    for (const node of graph.consumers.get(value) ?? []) {
      const link = linkOf(node);
      if (link !== undefined) return link;
      const [output = ''] = node.output;
      if (!reshaping.has(node.opType) || seen.has(output)) continue;
      seen.add(output);
      waiting.push(output);
    }
  }
  return undefined;
}
