/** An order in which nodes can run: each after the nodes that produce its inputs. */
import { CamLensError } from '../errors.ts';
import type { NodeProto } from './messages.ts';

/**
 * The file's own order if it is valid; otherwise every node is placed right before the first that needs it. Each node
 * is visited once, whatever the order.
 * @param makersOf the nodes that a node depends on
 * @throws CamLensError `model-damaged` if nodes form a cycle
 */
export function topologicalOrder(
  nodes: readonly NodeProto[],
  makersOf: (node: NodeProto) => readonly NodeProto[],
): readonly NodeProto[] {
  const sorted: NodeProto[] = [];
  const states = new Map<NodeProto, 'waiting' | 'done'>();
  for (const first of nodes) {
    // An explicit stack: chains can be deeper than the engine's call stack.
    const open: Visit[] = [];
    const visit = (node: NodeProto): void => {
      const state = states.get(node);
      if (state === 'done') return;
      if (state === 'waiting') throw circle(node);
      states.set(node, 'waiting');
      open.push({ node, makers: makersOf(node), next: 0 });
    };
    visit(first);
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      const maker = last.makers[last.next];
      last.next += 1;
      if (maker !== undefined) visit(maker);
      else {
        states.set(last.node, 'done');
        sorted.push(last.node);
        open.pop();
      }
    }
  }
  return sorted;
}

interface Visit {
  readonly node: NodeProto;
  readonly makers: readonly NodeProto[];
  /** The next of them to visit. */
  next: number;
}

function circle(node: NodeProto): CamLensError {
  return new CamLensError('model-damaged', `The model's nodes form a cycle through "${node.name || node.opType}".`);
}
