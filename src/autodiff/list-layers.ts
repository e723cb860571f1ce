/** The layers of a classifier that can be explained, found in its graph. */
import { floatValue } from '../onnx/build.ts';
import { knownSize, type Shape } from '../onnx/dimensions.ts';
import { valuesRead } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { inferShapes, type Shapes } from '../onnx/shapes.ts';
import { hasRule, missingRule } from './backward.ts';
import type { Classifier } from './classifier.ts';
import { findGradientPath, Front, type GradientPath } from './gradient-path.ts';
import { findLayouts, makesFeatures, onlyMoves, pointwise } from './layouts.ts';

export interface LayerCandidate {
  /** The graph's name for the activations. */
  readonly value: string;
  /** What makes them. */
  readonly operator: string;
  /** [N, C, H, W]; a name, or '', where a dimension is free. */
  readonly shape: Shape;
  /** Nodes on the longest way from the picture. */
  readonly depth: number;
  /** How many times smaller than the picture the map is, in height: 32 at the end of most networks. */
  readonly resolution: number | undefined;
  /**
   * The deepest of its resolution that all ways from the picture to the logits lead through (of all, where none is such):
   * the end of the last residual unit, not what the next one's arm begins with.
   */
  readonly isLast: boolean;
  /** The one to explain unless somebody knows better: the deepest of such, behind which space is gone. */
  readonly recommended: boolean;
}

/**
 * In the order of depth. A layer is a value [N, C, H, W] (see layouts.ts) of more than one place between the picture and
 * its logits, computed from the picture by more than pointwise operators, that a gradient reaches, and whose maker does
 * not only move entries about. Of values that pointwise operators make from one another (conv → norm → relu, the arm of
 * a residual unit → its sum → relu, x · sigmoid(x)) the end alone is one.
 *
 * @throws CamLensError `operator-unsupported` where an operator without a rule shuts every layer off
 */
export function listLayers(classifier: Classifier): readonly LayerCandidate[] {
  const path = findGradientPath(classifier);
  const layouts = findLayouts(path.nodes, classifier.shapes, classifier.image);
  const sizes = new Sizes(classifier);
  const features = findFeatures(path);
  const { shutOff, obstacle } = findShutOff(path);
  const depths = findDepths(path);
  const places = new Map(path.nodes.map((node, place) => [node, place]));
  const isLayer = (value: string): boolean => {
    const maker = classifier.graph.producers.get(value);
    const isMade =
      maker !== undefined && !onlyMoves(maker) && !maker.opType.startsWith('Global') && features.has(value);
    return isMade && layouts.get(value) === 'NCHW' && path.readers.has(value) && sizes.hasSpace(value);
  };
  const found = path.nodes
    .flatMap((node) => node.output.map((value) => ({ value, operator: node.opType })))
    .filter(({ value }) => isLayer(value) && !shutOff.has(value) && !leadsToLayer(path, places, value, isLayer))
    .map(({ value, operator }) => ({
      value,
      operator,
      shape: classifier.shapes.get(value) ?? ['', '', '', ''],
      depth: depths.get(value) ?? 0,
      resolution: sizes.resolution(value),
    }))
    .sort((a, b) => a.depth - b.depth);
  if (found.length === 0 && obstacle !== undefined) throw missingRule(obstacle);
  const trunk = findTrunk(path, classifier.image);
  const onTrunk = found.filter(({ value }) => trunk.has(value));
  // Later entries win.
  const last = new Map([...found, ...onTrunk].map(({ resolution, value }) => [resolution, value]));
  const deepest = onTrunk.at(-1) ?? found.at(-1);
  return found.map((candidate) => ({
    ...candidate,
    isLast: last.get(candidate.resolution) === candidate.value,
    recommended: candidate.value === deepest?.value,
  }));
}

/** Whether all ways from a value lead through pointwise operators, not too many, into one layer further on. */
function leadsToLayer(
  path: GradientPath,
  places: ReadonlyMap<NodeProto, number>,
  value: string,
  isLayer: (value: string) => boolean,
): boolean {
  const front = new Front(path, value);
  const first = path.readers.get(value) ?? [];
  if (first.length > mostPointwise) return false;
  const waiting = new Set(first);
  for (let steps = 0; steps < mostPointwise; steps += 1) {
    const node = earliest(waiting, places);
    if (node === undefined || node.input.length > mostPointwise) return false;
    if (!pointwise.has(node.opType) && node.opType !== 'Identity') return false;
    waiting.delete(node);
    front.pass(node);
    if (front.only !== undefined && isLayer(front.only)) return true;
    const readers = node.output.flatMap((name) => path.readers.get(name) ?? []);
    if (waiting.size + readers.length > mostPointwise) return false;
    for (const reader of readers) waiting.add(reader);
  }
  return false;
}

/** Operators that make one activation of another, at most: GELU written out has eight. */
const mostPointwise = 16;

function earliest(nodes: ReadonlySet<NodeProto>, places: ReadonlyMap<NodeProto, number>): NodeProto | undefined {
  let found: NodeProto | undefined;
  for (const node of nodes) {
    if (found === undefined || (places.get(node) ?? 0) < (places.get(found) ?? 0)) found = node;
  }
  return found;
}

/** Values that all ways from the picture to the logits lead through: the ends of residual units, not what is in their arms. */
function findTrunk(path: GradientPath, image: string): ReadonlySet<string> {
  const front = new Front(path, image);
  const trunk = new Set<string>();
  for (const node of path.nodes) {
    front.pass(node);
    if (front.only !== undefined) trunk.add(front.only);
  }
  return trunk;
}

/** What is computed from the picture by more than pointwise operators: a picture with its mean subtracted is still one. */
function findFeatures({ nodes }: GradientPath): ReadonlySet<string> {
  const features = new Set<string>();
  for (const node of nodes) {
    if (!makesFeatures(node) && !valuesRead(node).some((name) => features.has(name))) continue;
    for (const name of node.output) features.add(name);
  }
  return features;
}

/** Values whose gradients would go through an operator without a rule, and the deepest of such nodes. */
function findShutOff({ nodes }: GradientPath): { shutOff: ReadonlySet<string>; obstacle: NodeProto | undefined } {
  const shutOff = new Set<string>();
  for (const node of nodes.toReversed()) {
    if (hasRule(node) && !node.output.some((name) => shutOff.has(name))) continue;
    for (const name of valuesRead(node)) shutOff.add(name);
  }
  return { shutOff, obstacle: nodes.findLast((node) => !hasRule(node)) };
}

function findDepths({ nodes }: GradientPath): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const node of nodes) {
    const depth = 1 + valuesRead(node).reduce((most, name) => Math.max(most, depths.get(name) ?? 0), 0);
    for (const name of node.output) depths.set(name, depth);
  }
  return depths;
}

/** Height and width of maps for a picture of a certain size, which tells how they shrink though sizes be free. */
class Sizes {
  readonly #side: number;
  readonly #at: Shapes;
  readonly #further: Shapes;

  constructor({ graph, shapes, image }: Classifier) {
    const [, channels = 3, height = usualSide, width = usualSide] = shapes.get(image) ?? [];
    const inferAt = (more: number): Shapes => {
      const spatial = [height, width].map((size) => (knownSize(size) ?? usualSide) + more);
      return inferShapes({ ...graph, declared: [floatValue(image, [1, channels, ...spatial])] });
    };
    this.#side = knownSize(height) ?? usualSide;
    this.#at = inferAt(0);
    this.#further = inferAt(manyStrides);
  }

  /** Whether a map has more than one place, as far as is known. */
  hasSpace(value: string): boolean {
    const [, , height, width] = this.#at.get(value) ?? [];
    return !(height === 1 && width === 1);
  }

  /** The stride: what the picture must grow by for the map to grow by one. Where sizes are written in, their ratio. */
  resolution(value: string): number | undefined {
    const [height, further] = [this.#at, this.#further].map((shapes) => knownSize(shapes.get(value)?.[2]));
    const grown = height === undefined || further === undefined ? 0 : further - height;
    const stride = manyStrides / grown;
    if (grown > 0 && Math.abs(stride - Math.round(stride)) < 0.01 * stride) return Math.round(stride);
    return height === undefined ? undefined : this.#side / height;
  }
}

/** Of the picture, where it is free. */
const usualSide = 224;

/** Divisible by the strides that networks have: by all up to 8, by 14, 16, 28, 32 and 64. */
const manyStrides = 64 * 3 * 5 * 7;
