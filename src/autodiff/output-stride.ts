/**
 * Finer maps from the same weights, "à trous" (Chen et al., DeepLab, 2015): strides that make maps coarser than wanted are
 * taken out, and the windows behind them are spread by as much (dilation). Every position that the file's network has keeps
 * its value; new ones lie between them.
 */
import { CamLensError } from '../errors.ts';
import { intAttribute } from '../onnx/attributes.ts';
import { readAxes } from '../onnx/axes.ts';
import { attribute } from '../onnx/build.ts';
import { findAncestors, type GraphIndex } from '../onnx/graph.ts';
import { withGraph, withNode, type NodeProto } from '../onnx/messages.ts';
import type { Shapes } from '../onnx/shapes.ts';
import { readWindow, type Window } from '../onnx/window.ts';
import { Classifier, type PictureSize } from './classifier.ts';
import { operatorName } from './rule.ts';

export interface FinerClassifier {
  readonly classifier: Classifier;
  /** Value of the graph → how many times wider and higher its maps are than in the file's network, if they are: 2 or more. */
  readonly finer: ReadonlyMap<string, number>;
}

/**
 * @param stride in pixels of the picture: in no map do positions lie further apart afterwards
 * @param size of the picture, on which padding may depend
 * @throws CamLensError `bad-option` naming the node that cannot be changed and why, or if no map is coarser
 */
export function withOutputStride(classifier: Classifier, stride: number, size: PictureSize): FinerClassifier {
  const { graph, image, scores, model } = classifier;
  const places = new Map<string, Place>([[image, { stride: 1, finer: 1 }]]);
  const changed = new Map<NodeProto, NodeProto>();
  const { shapes } = classifier.at(size);
  try {
    for (const node of findAncestors(graph, scores).nodes) {
      const given = node.input.flatMap((name) => places.get(name) ?? []);
      if (given.length === 0) continue;
      const { place, node: made } = behind(node, given, { stride, shapes, graph });
      if (made !== undefined) changed.set(node, made);
      for (const output of node.output) places.set(output, place);
    }
    if (changed.size === 0) throw new Unsound('none of the maps whose strides can be followed is coarser');
  } catch (error) {
    if (!(error instanceof Unsound)) throw error;
    throw new CamLensError(
      'bad-option',
      `The network cannot be given an output stride of ${stride}: ${error.message}.`,
    );
  }
  // Sizes that the file states are the old ones.
  const graphParts = { node: model.graph.node.map((node) => changed.get(node) ?? node), valueInfo: [] };
  const finer = [...places].flatMap(([value, place]): [string, number][] =>
    'stride' in place && place.finer > 1 ? [[value, place.finer]] : [],
  );
  return { classifier: new Classifier(withGraph(model, graphParts), scores), finer: new Map(finer) };
}

/** Why values would not be the file's network's own, as the end of a sentence. */
class Unsound extends Error {}

/** A map. */
interface MapPlace {
  /** Pixels of the picture from one position to the next, in the file's network. */
  readonly stride: number;
  /** By how much the map is finer; 1: it is the file's own. */
  readonly finer: number;
}

/** One value for all positions of a map that was so much finer. */
interface PooledPlace {
  readonly isPooled: true;
  readonly finer: number;
}

/** Something of the file's own that strides are not followed through. */
interface LostPlace {
  readonly isLost: true;
  readonly finer: 1;
}

type Place = MapPlace | PooledPlace | LostPlace;

interface Known {
  readonly stride: number;
  readonly shapes: Shapes;
  readonly graph: GraphIndex;
}

interface Behind {
  readonly place: Place;
  /** In place of the node. */
  readonly node?: NodeProto;
}

const lost: LostPlace = { isLost: true, finer: 1 };

/** @param given the places of what it reads, but for constants; one or more */
function behind(node: NodeProto, given: readonly Place[], known: Known): Behind {
  const maps = given.filter((place) => 'stride' in place);
  const finer = Math.max(...given.map((place) => place.finer));
  const [map] = maps;
  if (map === undefined) return { place: given.find((place) => 'isLost' in place) ?? { isPooled: true, finer } };
  if (poolsAll(node, known)) return { place: { isPooled: true, finer } };
  const isAlike = maps.every((each) => each.stride === map.stride && each.finer === map.finer);
  const isLost = given.some((place) => 'isLost' in place) || !isAlike;
  if (finer === 1) {
    if (isLost || !(windowed.has(node.opType) || keeping.has(node.opType))) return { place: lost };
    return windowed.has(node.opType) ? through(node, map, known) : { place: map };
  }
  if (isLost) throw new Unsound(`${named(node)} joins maps whose strides differ`);
  if (given.some((place) => 'isPooled' in place && place.finer > 1)) {
    throw new Unsound(`${named(node)} weighs a map by means over all its positions, which finer maps change`);
  }
  if (windowed.has(node.opType)) return through(node, map, known);
  if (isPlacewise(node, known)) return { place: map };
  throw new Unsound(`${named(node)} does not give at each position what follows from that position alone`);
}

function through(node: NodeProto, map: MapPlace, { stride, shapes }: Known): Behind {
  const [data = '', weights = ''] = node.input;
  const kernel = (shapes.get(weights) ?? []).slice(2).filter((side) => typeof side === 'number');
  const window = readWindow(node, kernel, shapes.get(data)?.slice(2));
  const [step, ...others] = window?.strides ?? [];
  if (window === undefined || step === undefined || others.some((each) => each !== step)) {
    if (map.finer === 1) return { place: lost };
    throw new Unsound(`${named(node)} has strides or padding that are not known or not the same along both axes`);
  }
  const reached = map.stride * step;
  if (reached <= stride) return { place: { stride: reached, finer: 1 } };
  if (step === 1 && map.finer === 1) return { place: map };
  if (window.ceil) throw new Unsound(`${named(node)} rounds the size of its maps up (ceil_mode)`);
  if (node.opType === 'AveragePool' && map.finer > 1 && window.kernel.some((side) => side > 1)) {
    throw new Unsound(`${named(node)} would have to leave out positions, which average pools do not`);
  }
  return { place: { stride: reached, finer: map.finer * step }, node: spread(node, window, map.finer) };
}

/** Without stride; with the rows of its windows `finer` times as far apart, and so much more padding. */
function spread(node: NodeProto, { kernel, dilations, before, after }: Window, finer: number): NodeProto {
  const times = (sides: readonly number[]): readonly number[] => sides.map((side) => side * finer);
  const ints = {
    ...{ kernel_shape: kernel, strides: kernel.map(() => 1), pads: [...times(before), ...times(after)] },
    // Average pools have no dilations before operator set 19; theirs are all 1.
    ...(node.opType === 'AveragePool' ? {} : { dilations: times(dilations) }),
  };
  const replaced = new Set([...Object.keys(ints), 'auto_pad']);
  return withNode(node, {
    attribute: [
      ...node.attribute.filter(({ name }) => !replaced.has(name)),
      ...Object.entries(ints).map(([name, values]) => attribute(name, { ints: values })),
    ],
  });
}

/** Whether it makes one value of all positions. */
function poolsAll(node: NodeProto, { shapes, graph }: Known): boolean {
  if (globalPools.has(node.opType)) return true;
  if (!reductions.has(node.opType)) return false;
  const rank = shapes.get(node.input[0] ?? '')?.length ?? 4;
  return [2, 3].every((axis) => readAxes(graph, node, rank)?.includes(axis) === true);
}

function isPlacewise(node: NodeProto, { shapes, graph }: Known): boolean {
  const [data = ''] = node.input;
  const rank = shapes.get(data)?.length ?? 4;
  if (node.opType === 'Concat') return [1, 1 - rank].includes(intAttribute(node, 'axis') ?? 0);
  // A constant with a value for each position lies over the coarse map alone.
  const isEven = (name: string): boolean =>
    !graph.constants.has(name) || (shapes.get(name) ?? []).slice(-2).every((side) => side === 1);
  return placewise.has(node.opType) && (node.opType === 'BatchNormalization' || node.input.every(isEven));
}

function named(node: NodeProto): string {
  return `node "${node.name || (node.output[0] ?? '')}" (${operatorName(node)})`;
}

/** Move a window over the map. */
const windowed: ReadonlySet<string> = new Set(['Conv', 'MaxPool', 'AveragePool']);

const globalPools: ReadonlySet<string> = new Set(['GlobalAveragePool', 'GlobalMaxPool']);
const reductions: ReadonlySet<string> = new Set(['ReduceMean', 'ReduceMax']);

/** Give at each position what follows from that position alone. */
const placewise: ReadonlySet<string> = new Set([
  ...['Abs', 'Add', 'BatchNormalization', 'Cast', 'Celu', 'Clip', 'Div', 'Dropout', 'Elu', 'Erf', 'Exp', 'Gelu'],
  ...['HardSigmoid', 'HardSwish', 'Identity', 'LeakyRelu', 'LRN', 'Max', 'Min', 'Mish', 'Mul', 'Neg', 'Pow', 'PRelu'],
  ...['Relu', 'Selu', 'Sigmoid', 'Softplus', 'Sqrt', 'Sub', 'Sum', 'Swish', 'Tanh'],
]);

/** Leave strides as they are. */
const keeping: ReadonlySet<string> = new Set([
  ...placewise,
  ...['Concat', 'GroupNormalization', 'InstanceNormalization', 'Pad'],
]);
