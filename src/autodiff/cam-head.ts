/**
 * What CAM requires of a network (Zhou 2015, section 2): layer → global average pooling → ONE linear layer → logits.
 * Then logit[class] = Σc W[class, c] · mean(A[c]), and the map is Σc W[class, c] · A[c].
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
import { findOrder, type MapOrder } from './maps.ts';
import { operatorName } from './rule.ts';

/**
 * The pooled activations [N, C] (or [N, C, 1, 1]) that the linear layer reads, or why there are none, as a sentence for
 * users.
 */
export type CamHead = { readonly features: string } | { readonly reason: string };

const unchanged: ReadonlySet<string> = new Set(['Dropout', 'Identity']);
const reshaping: ReadonlySet<string> = new Set([...unchanged, 'Flatten', 'Reshape', 'Squeeze']);

/** May put positions in another order, or leave out tokens that are none. */
const ordering: ReadonlySet<string> = new Set(['Flatten', 'Reshape', 'Slice', 'Split', 'Squeeze', 'Transpose']);

/** Why CAM is not possible at a value, as a sentence; undefined if it is possible. */
export function camRefusals(classifier: Classifier): (value: string) => string | undefined {
  const headOf = camHeads(classifier);
  return (value) => {
    const head = headOf(value);
    return 'reason' in head ? head.reason : undefined;
  };
}

/** From a value to its head. */
export function camHeads(classifier: Classifier): (layer: string) => CamHead {
  const { graph, scores } = classifier;
  const leading = findLeading(graph, scores);
  return (layer) => headBehind(new PathToLogits(graph, leading, layer, scores), classifier, layer);
}

function headBehind(path: PathToLogits, classifier: Classifier, layer: string): CamHead {
  const { shapes } = classifier;
  const order = findOrder(classifier, layer);
  const describe = (node: NodeProto | undefined): string => (node === undefined ? path.end : title(node));

  const pool = path.next((node) => !keepsPositions(classifier, node, order));
  if (pool === undefined || !isGlobalMean(classifier, pool)) {
    return { reason: `CAM needs global average pooling directly after the layer, but found ${describe(pool)}.` };
  }
  const linear = path.next((node) => !reshaping.has(node.opType));
  const features = linear?.input[0] ?? '';
  if (linear === undefined && path.end === nothing) {
    return {
      reason:
        'CAM needs one linear layer after the pooling, but the pooled values are the logits themselves: ' +
        'the layer already holds a map for every class.',
    };
  }
  if (linear === undefined || !isLinear(shapes, linear, path.previous)) {
    const found = describe(linear);
    return {
      reason: `CAM needs one linear layer (Gemm, MatMul or a 1 × 1 Conv) after the pooling, but found ${found}.`,
    };
  }
  const [before, after] = [knownSize(order?.channels.size), knownSize(shapes.get(features)?.[1])];
  if (before !== undefined && after !== undefined && before !== after) {
    return {
      reason: `CAM needs a weight for each of the layer's ${before} channels, but the linear layer has ${after}.`,
    };
  }
  const further = path.next((node) => node.opType !== 'Add' && !reshaping.has(node.opType));
  if (further !== undefined || path.end !== nothing) {
    return { reason: `CAM needs the logits directly after one linear layer, but found ${describe(further)}.` };
  }
  return { features };
}

/**
 * Layer → why CAM is not possible there, for the layers where it is not.
 * @param layers layer name → the value that holds its activations
 */
export function findCamRefusals(
  classifier: Classifier,
  layers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const refusalOf = camRefusals(classifier);
  return Object.fromEntries(
    Object.entries(layers).flatMap(([layer, value]) => {
      const reason = refusalOf(value);
      return reason === undefined ? [] : [[layer, reason]];
    }),
  );
}

const nothing = 'nothing';

/** The nodes from the layer towards the logits while the path does not branch, followed only as far as requested. */
class PathToLogits {
  /** What was found at the end of the path, once it is reached. */
  end = nothing;
  /** The node before the last one found. */
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

  /** The next node that is wanted; undefined if there is none before the end. */
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

/** Most nodes to name in a message. */
const mostTold = 10;

/** Whether a node passes on the layer's positions, all of them and nothing else changed, perhaps in another order. */
function keepsPositions(classifier: Classifier, node: NodeProto, layer: MapOrder | undefined): boolean {
  if (unchanged.has(node.opType)) return true;
  if (!ordering.has(node.opType)) return false;
  const [input, output] = [node.input, node.output].map(([value = '']) => findOrder(classifier, value));
  if (input === undefined || output === undefined || layer === undefined) return false;
  if (node.opType === 'Transpose') return true;
  const isKept = (side: 'height' | 'width' | 'channels'): boolean =>
    knownSize(output[side].size) !== undefined && output[side].size === layer[side].size;
  return isKept('height') && isKept('width') && isKept('channels');
}

/** Whether a node takes the mean over all positions of maps, and over nothing else. */
function isGlobalMean(classifier: Classifier, node: NodeProto): boolean {
  const { graph, shapes } = classifier;
  const [input = ''] = node.input;
  const order = findOrder(classifier, input);
  const rank = shapes.get(input)?.length ?? 4;
  if (order === undefined || (order.tokens?.before ?? 0) + (order.tokens?.after ?? 0) > 0) return false;
  const positions = [...new Set([order.height.axis, order.width.axis])].join();
  const behindChannels = Array.from({ length: rank - 2 }, (_, i) => i + 2).join();
  if (node.opType === 'GlobalAveragePool') return positions === behindChannels;
  if (node.opType === 'AveragePool') {
    return positions === behindChannels && poolsAll(node, shapes.get(input)?.slice(2));
  }
  const axes = node.opType === 'ReduceMean' ? readAxes(graph, node, rank) : undefined;
  return axes?.toSorted((a, b) => a - b).join() === positions;
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
