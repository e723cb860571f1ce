/** Finds the layers of a classifier that can be explained. */
import { readAxes } from '../onnx/axes.ts';
import type { Shape } from '../onnx/dimensions.ts';
import { valuesRead } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Classifier } from './classifier.ts';
import type { Factor } from './factors.ts';
import { findRefusals } from './find-refusals.ts';
import { findGradientPath, Front, type GradientPath } from './gradient-path.ts';
import { makesFeatures, onlyMoves, pointwise } from './layouts.ts';
import { isPlain, layoutsOf, mapShape, orderOf, type MapOrder } from './maps.ts';
import { Resolutions } from './resolutions.ts';
import { findUnreadPositions } from './unread-positions.ts';
import { ofUsualSize } from './usual-size.ts';

export interface LayerCandidate {
  /** Its name in the graph. */
  readonly value: string;
  /** The operator that computes it. */
  readonly operator: string;
  /** [N, C, H, W]; a free dimension is a name or ''. */
  readonly shape: Shape;
  /** Number of nodes on the longest path from the picture. */
  readonly depth: number;
  /** How many times smaller than the picture the map is, in height: 32 at the end of most networks. */
  readonly resolution: number | undefined;
  /**
   * The deepest layer of its resolution through which all paths from the picture to the logits lead (or, if there is
   * none, the deepest of all): the end of the last residual unit, not the start of the next one's branch.
   */
  readonly isLast: boolean;
  /** All paths from the picture to the logits lead through it. */
  readonly isTrunk: boolean;
  /** The default to explain: the deepest of these, after which the spatial dimensions are gone. */
  readonly recommended: boolean;
}

/**
 * In order of depth. A layer is a value that holds maps, [N, C, H, W] or in another order (see maps.ts), with more than
 * one position, on a path from the picture to its logits, computed from the picture by more than pointwise operators,
 * with a gradient that every rule on the path supports, and not computed by merely moving entries. Of values computed from one another by pointwise
 * operators (conv → norm → relu, the branch of a residual unit → its sum → relu, x · sigmoid(x)) only the last counts.
 *
 * @throws CamLensError the refusal nearest to the logits, usually `operator-unsupported`, if refusals exclude every
 *   layer
 */
export function listLayers(classifier: Classifier): readonly LayerCandidate[] {
  const known = listed.get(classifier) ?? findLayers(classifier);
  listed.set(classifier, known);
  return known;
}

const listed = new WeakMap<Classifier, readonly LayerCandidate[]>();

function findLayers(classifier: Classifier): readonly LayerCandidate[] {
  const sized = ofUsualSize(classifier);
  const path = findGradientPath(sized);
  const orders = findOrders(sized, path);
  const resolutions = new Resolutions(classifier);
  const features = findFeatures(path);
  const refusals = findRefusals(sized, path);
  const depths = findDepths(path);
  const places = new Map(path.nodes.map((node, place) => [node, place]));
  const isLayer = (value: string): boolean => {
    const order = orders.get(value);
    const maker = sized.graph.producers.get(value);
    if (order === undefined || maker === undefined || !path.readers.has(value)) return false;
    if (maker.opType === 'Pow' && isOfMean(value, path)) return false;
    return makesMaps(maker, order) && features.has(value) && resolutions.hasSpace(value, order);
  };
  const keeps = (node: NodeProto): boolean => keepsEntries(node, sized, orders);
  const found = path.nodes
    .flatMap((node) => node.output.map((value) => ({ value, operator: node.opType })))
    .filter(({ value }) => isLayer(value) && !refusals.has(value) && !leadsToLayer(path, places, value, isLayer, keeps))
    .flatMap(({ value, operator }) => {
      const order = orders.get(value);
      if (order === undefined) return [];
      return {
        value,
        operator,
        shape: shapeOf(classifier, value, order),
        depth: depths.get(value) ?? 0,
        resolution: resolutions.of(value, order),
      };
    })
    .sort((a, b) => a.depth - b.depth);
  const [obstacle] = refusals.values();
  if (found.length === 0 && obstacle !== undefined) throw obstacle;
  const trunk = findTrunk(path, classifier.image);
  const onTrunk = found.filter(({ value }) => trunk.has(value));
  // Later entries win.
  const last = new Map([...found, ...onTrunk].map(({ resolution, value }) => [resolution, value]));
  const deepest = onTrunk.at(-1) ?? found.at(-1);
  return found.map((candidate) => ({
    ...candidate,
    isLast: last.get(candidate.resolution) === candidate.value,
    isTrunk: trunk.has(candidate.value),
    recommended: candidate.value === deepest?.value,
  }));
}

/**
 * Value → the order of its maps, for the values that hold maps whose positions the logits depend on. Queries, keys and
 * values, whose channels attention divides among its heads, are left out.
 */
function findOrders(classifier: Classifier, path: GradientPath): ReadonlyMap<string, MapOrder> {
  const layouts = layoutsOf(classifier);
  const unread = findUnreadPositions(path, classifier, layouts);
  const orders = new Map<string, MapOrder>();
  for (const [value, layout] of layouts) {
    const order = unread.has(value) ? undefined : orderOf(layout);
    if (order !== undefined) orders.set(value, order);
  }
  if ([...orders.values()].every(isPlain)) return orders;
  const holdsC = (factors: readonly Factor[]): boolean => factors.some(({ of }) => of === 'C');
  const dividesHeads = (name: string): boolean => (layouts.get(name)?.filter(holdsC).length ?? 2) > 1;
  const divided = new Set<string>();
  const isDivided = (node: NodeProto): boolean =>
    (onlyMoves(node) && node.output.every(dividesHeads)) ||
    (pointwise.has(node.opType) && node.output.every((name) => divided.has(name)));
  for (const value of path.nodes.flatMap(({ output }) => output).reverse()) {
    const order = orders.get(value);
    if (order === undefined || isPlain(order) || path.readers.get(value)?.every(isDivided) !== true) continue;
    divided.add(value);
    orders.delete(value);
  }
  return orders;
}

/** [N, C, H, W] as far as it is known whatever the picture's size. */
function shapeOf({ shapes }: Classifier, value: string, order: MapOrder): Shape {
  const shape = shapes.get(value);
  if (shape === undefined) return ['', '', '', ''];
  if (isPlain(order)) return shape;
  if (order.tokens !== undefined) return mapShape(order, shape[0] ?? '');
  return [0, order.channels.axis, order.height.axis, order.width.axis].map((axis) => shape[axis] ?? '');
}

/** Whether an operator computes maps, instead of moving entries, pooling, or adding tokens. */
function makesMaps(maker: NodeProto, order: MapOrder): boolean {
  if (onlyMoves(maker) || maker.opType.startsWith('Global')) return false;
  return isPlain(order) || maker.opType !== 'Concat';
}

const poolings: ReadonlySet<string> = new Set(['AveragePool', 'GlobalAveragePool', 'ReduceMean', 'ReduceSum']);
const roots: ReadonlySet<string> = new Set(['Pow', 'Sqrt']);
const betweenThem: ReadonlySet<string> = new Set(['Clip', 'Flatten', 'Reshape', 'Squeeze']);

/** Whether a power is a part of the pooling after it, the generalised mean (GeM): it is only pooled, and the root taken. */
function isOfMean(power: string, path: GradientPath): boolean {
  return leadsTo(power, path, new Set(['Pad']), poolings, (pooled) => leadsTo(pooled, path, betweenThem, roots));
}

/** Whether all that reads a value, past some operators, is one of those wanted, and fits. */
function leadsTo(
  value: string,
  path: GradientPath,
  passed: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
  fits: (output: string) => boolean = () => true,
): boolean {
  const readers = path.readers.get(value) ?? [];
  const isRight = ({ opType, output: [output = ''] }: NodeProto): boolean =>
    (wanted.has(opType) && fits(output)) || (passed.has(opType) && leadsTo(output, path, passed, wanted, fits));
  return readers.length > 0 && readers.every(isRight);
}

/** Whether all paths from a value lead through pointwise operators, not too many, into one later layer. */
function leadsToLayer(
  path: GradientPath,
  places: ReadonlyMap<NodeProto, number>,
  value: string,
  isLayer: (value: string) => boolean,
  keeps: (node: NodeProto) => boolean,
): boolean {
  const first = path.readers.get(value) ?? [];
  if (first.length > mostPointwise || !first.some(keeps)) return false;
  const front = new Front(path, value);
  const placeOf = (node: NodeProto): number => places.get(node) ?? 0;
  const waiting = first.map(placeOf);
  for (let steps = 0; steps < mostPointwise; steps += 1) {
    const place = Math.min(...waiting);
    const node = path.nodes[place];
    if (node === undefined || node.input.length > mostPointwise) return false;
    if (!keeps(node)) return false;
    waiting.splice(waiting.indexOf(place), 1);
    front.pass(node);
    const { only } = front;
    if (only !== undefined && isLayer(only)) return true;
    for (const name of node.output) {
      for (const reader of path.readers.get(name) ?? []) {
        const next = placeOf(reader);
        if (waiting.includes(next)) continue;
        if (waiting.length === mostPointwise) return false;
        waiting.push(next);
      }
    }
  }
  return false;
}

/** Entry by entry, or as a part of a normalisation over the channels, or in another order. */
function keepsEntries(node: NodeProto, classifier: Classifier, orders: ReadonlyMap<string, MapOrder>): boolean {
  const { opType } = node;
  if (pointwise.has(opType) || opType === 'Identity') return true;
  const { input, output } = node;
  const [before, after] = [orders.get(input[0] ?? ''), orders.get(output[0] ?? '')];
  if (before === undefined) return false;
  if (onlyMoves(node)) return after !== undefined && isSameMap(before, after);
  if (opType !== 'ReduceMean' || isPlain(before)) return false;
  const rank = classifier.shapes.get(input[0] ?? '')?.length ?? 0;
  return readAxes(classifier.graph, node, rank)?.join() === String(before.channels.axis);
}

function isSameMap(a: MapOrder, b: MapOrder): boolean {
  if (isPlain(a) && isPlain(b)) return false;
  return a.height.size === b.height.size && a.width.size === b.width.size && a.channels.size === b.channels.size;
}

/** At most this many operators compute one activation from another: GELU written out has eight. */
const mostPointwise = 16;

/**
 * Values through which all paths from the picture to the logits lead: the ends of residual units, not values on their
 * branches.
 */
function findTrunk(path: GradientPath, image: string): ReadonlySet<string> {
  const front = new Front(path, image);
  const trunk = new Set<string>();
  for (const node of path.nodes) {
    front.pass(node);
    if (front.only !== undefined) trunk.add(front.only);
  }
  return trunk;
}

/**
 * What is computed from the picture by more than pointwise operators: a picture with its mean subtracted is still a
 * picture.
 */
function findFeatures({ nodes }: GradientPath): ReadonlySet<string> {
  const features = new Set<string>();
  for (const node of nodes) {
    if (!makesFeatures(node) && !valuesRead(node).some((name) => features.has(name))) continue;
    for (const name of node.output) features.add(name);
  }
  return features;
}

function findDepths({ nodes }: GradientPath): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const node of nodes) {
    const depth = 1 + valuesRead(node).reduce((most, name) => Math.max(most, depths.get(name) ?? 0), 0);
    for (const name of node.output) depths.set(name, depth);
  }
  return depths;
}
