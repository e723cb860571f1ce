/**
 * What CAM needs of a network (Zhou 2015, section 2): layer → global average pooling → ONE linear layer → logits. Then
 * logit[class] = Σc W[class, c] · mean(A[c]), and the map is Σc W[class, c] · A[c].
 */
import { intAttribute } from '../onnx/attributes.ts';
import { readAxes } from '../onnx/axes.ts';
import { knownSize, type Shape } from '../onnx/dimensions.ts';
import type { GraphIndex } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';
import { readWindow } from '../onnx/window.ts';
import type { Classifier } from './classifier.ts';
import { findLeading } from './gradient-path.ts';
import { operatorName } from './rule.ts';

/** The pooled activations [N, C] (or [N, C, 1, 1]) that the linear layer reads, or why there are none, as a sentence for people. */
export type CamHead = { readonly features: string } | { readonly reason: string };

const unchanged: ReadonlySet<string> = new Set(['Dropout', 'Identity']);
const reshaping: ReadonlySet<string> = new Set([...unchanged, 'Flatten', 'Reshape', 'Squeeze']);

export function findCamHead(graph: GraphIndex, shapes: Shapes, layer: string, logits: string): CamHead {
  return camHeads(graph, shapes, logits)(layer);
}

/** As `findCamHead`, for many layers. */
export function camHeads(graph: GraphIndex, shapes: Shapes, logits: string): (layer: string) => CamHead {
  const leading = findLeading(graph, logits);
  return (layer) => {
    const path = new PathToLogits(graph, leading, layer, logits);
    return headBehind(path, graph, shapes, layer);
  };
}

function headBehind(path: PathToLogits, graph: GraphIndex, shapes: Shapes, layer: string): CamHead {
  const describe = (node: NodeProto | undefined): string => (node === undefined ? path.end : title(node));

  const pool = path.next((node) => !unchanged.has(node.opType));
  if (pool === undefined || !isGlobalMean(graph, shapes, pool)) {
    return { reason: `CAM needs global average pooling right behind the layer, but there is ${describe(pool)}.` };
  }
  const linear = path.next((node) => !reshaping.has(node.opType));
  const features = linear?.input[0] ?? '';
  if (linear === undefined && path.end === nothing) {
    return {
      reason:
        'CAM needs one linear layer behind the pooling, but the pooled values are the logits themselves: the layer ' +
        'already holds a map for every class.',
    };
  }
  if (linear === undefined || !isLinear(shapes, linear, path.previous)) {
    const found = describe(linear);
    return {
      reason: `CAM needs one linear layer (Gemm, MatMul or a 1 × 1 Conv) behind the pooling, but there is ${found}.`,
    };
  }
  const [before, after] = [knownSize(shapes.get(layer)?.[1]), knownSize(shapes.get(features)?.[1])];
  if (before !== undefined && after !== undefined && before !== after) {
    return {
      reason: `CAM needs a weight for each of the layer's ${before} channels, but the linear layer has ${after}.`,
    };
  }
  const further = path.next((node) => node.opType !== 'Add' && !reshaping.has(node.opType));
  if (further !== undefined || path.end !== nothing) {
    return { reason: `CAM needs the logits right behind one linear layer, but there is ${describe(further)}.` };
  }
  return { features };
}

/**
 * Layer → why CAM is not possible there, for those of the layers where it isn't.
 * @param layers layer name → the value that holds its activations
 */
export function findCamRefusals(
  { graph, shapes, scores }: Classifier,
  layers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const headOf = camHeads(graph, shapes, scores);
  return Object.fromEntries(
    Object.entries(layers).flatMap(([layer, value]) => {
      const head = headOf(value);
      return 'reason' in head ? [[layer, head.reason]] : [];
    }),
  );
}

const nothing = 'nothing';

/** The nodes from the layer towards the logits as long as there is only one way: walked no further than asked. */
class PathToLogits {
  /** What stands where the way ended, once it has. */
  end = nothing;
  /** The node before the one found last. */
  previous: NodeProto | undefined;
  readonly #graph: GraphIndex;
  readonly #leading: ReadonlySet<NodeProto>;
  readonly #logits: string;
  #value: string;
  #last: NodeProto | undefined;

  constructor(graph: GraphIndex, leading: ReadonlySet<NodeProto>, layer: string, logits: string) {
    this.#graph = graph;
    this.#leading = leading;
    this.#logits = logits;
    this.#value = layer;
  }

  /** The next node that is wanted; undefined where none is before the end. */
  next(isWanted: (node: NodeProto) => boolean): NodeProto | undefined {
    while (this.#value !== this.#logits) {
      const readers = (this.#graph.consumers.get(this.#value) ?? []).filter((node) => this.#leading.has(node));
      const [reader] = readers;
      if (reader === undefined || readers.length > 1) {
        this.end = readers.slice(0, mostTold).map(title).join(' and ') || nothing;
        return undefined;
      }
      this.previous = this.#last;
      this.#last = reader;
      this.#value = reader.output[0] ?? this.#logits;
      if (isWanted(reader)) return reader;
    }
    return undefined;
  }
}

/** Nodes named in a message. */
const mostTold = 10;

function isGlobalMean(graph: GraphIndex, shapes: Shapes, node: NodeProto): boolean {
  if (node.opType === 'GlobalAveragePool') return true;
  if (node.opType === 'AveragePool') return poolsAll(node, shapes.get(node.input[0] ?? '')?.slice(2));
  const rank = shapes.get(node.input[0] ?? '')?.length ?? 4;
  const axes = node.opType === 'ReduceMean' ? readAxes(graph, node, rank) : undefined;
  return axes?.toSorted((a, b) => a - b).join() === '2,3';
}

/** A window over the whole of a map of known size. */
function poolsAll(node: NodeProto, spatial: Shape | undefined): boolean {
  const window = readWindow(node, undefined, spatial);
  const isBare = window?.before.every((rows) => rows === 0) === true && window.after.every((rows) => rows === 0);
  return isBare && spatial?.every((size, axis) => size === window.kernel[axis]) === true;
}

/** Rows of its first input times a matrix; `previous` is the node that made those rows. */
function isLinear(shapes: Shapes, node: NodeProto, previous: NodeProto | undefined): boolean {
  const [rows = ''] = node.input;
  if (!previous?.output.includes(rows)) return false;
  if (node.opType === 'Conv') {
    const isPoint =
      shapes
        .get(node.input[1] ?? '')
        ?.slice(2)
        .every((size) => size === 1) === true;
    return (
      isPoint &&
      (intAttribute(node, 'group') ?? 1) === 1 &&
      shapes
        .get(rows)
        ?.slice(2)
        .every((size) => size === 1) === true
    );
  }
  if (node.opType === 'Gemm') return intAttribute(node, 'transA') !== 1;
  return node.opType === 'MatMul' && shapes.get(rows)?.length === 2;
}

function title(node: NodeProto): string {
  return `the ${operatorName(node)} node "${node.name || (node.output[0] ?? '')}"`;
}
