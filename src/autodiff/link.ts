/** How a network turns scores into probabilities, which depends on the file. */
import type { GraphIndex } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';

/** `softmax`: exactly one class applies; `sigmoid`: each class applies or not, independently. */
export type Link = 'softmax' | 'sigmoid';

const links: ReadonlyMap<string, Link> = new Map([
  ['LogSoftmax', 'softmax'],
  ['Sigmoid', 'sigmoid'],
  ['Softmax', 'softmax'],
]);

/** May appear between scores, probabilities and output. */
export const reshaping: ReadonlySet<string> = new Set(['Flatten', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze']);

/** Gradients through such a node vanish when the network is confident, so its input is taken as the scores. */
export function linkOf({ opType }: NodeProto): Link | undefined {
  return links.get(opType);
}

/** What the network does with its scores before an output; undefined if it outputs them as they are. */
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
