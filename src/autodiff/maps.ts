/** The values of a classifier that hold maps, whatever the order of their entries. */
import { knownSize, unknownDimension, type Dimension, type Shape } from '../onnx/dimensions.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Classifier } from './classifier.ts';
import { holdsChannels, isMapLayout, letters, type Layout, type Tokens } from './factors.ts';
import { findLayouts, changesAxes, tokensOf } from './layouts.ts';

/** Where a value holds the entries of maps [N, C, H, W]. Pictures are always its first dimension. */
export interface MapOrder {
  readonly channels: MapAxis;
  readonly height: MapAxis;
  readonly width: MapAxis;
  /** If one dimension holds all positions: what else it holds. */
  readonly tokens?: Tokens;
}

export interface MapAxis {
  /** Index of the dimension; rows and columns share that of their tokens. */
  readonly axis: number;
  readonly size: Dimension;
}

/** Of a value whose layout is not known, which has to be [N, C, H, W]. */
export function plainOrder(shape: Shape | undefined): MapOrder {
  const place = (axis: number): MapAxis => ({ axis, size: shape?.[axis] ?? '' });
  return { channels: place(1), height: place(2), width: place(3) };
}

export function isPlain({ channels, height, width, tokens }: MapOrder): boolean {
  return tokens === undefined && channels.axis === 1 && height.axis === 2 && width.axis === 3;
}

/** Undefined if the layout is not that of maps: rows before columns, and all channels in one dimension. */
export function orderOf(layout: Layout): MapOrder | undefined {
  if (isMapLayout(layout)) return plainOrder(layout.map(([factor]) => factor?.size ?? unknownDimension));
  if (letters(layout[0] ?? []) !== 'N') return undefined;
  const channels = layout.findIndex(holdsChannels);
  const place = (axis: number): MapAxis => {
    const sizes = layout[axis]?.map(({ size }) => size) ?? [];
    const known = sizes.map(knownSize);
    const whole = known.reduce<number>((product, size) => product * (size ?? NaN), 1);
    return { axis, size: Number.isNaN(whole) ? (sizes.length === 1 ? (sizes[0] ?? '') : '') : whole };
  };
  const spatial = [...layout.keys()].filter((axis) => axis > 0 && axis !== channels);
  const [rows = -1, columns = -1] = spatial;
  if (channels < 1) return undefined;
  if (spatial.length === 2 && letters(layout[rows] ?? []) === 'H' && letters(layout[columns] ?? []) === 'W') {
    return { channels: place(channels), height: place(rows), width: place(columns) };
  }
  const tokens = spatial.length === 1 ? tokensOf(layout[rows] ?? []) : undefined;
  if (tokens === undefined) return undefined;
  const [height, width] = [tokens.height, tokens.width].map((size): MapAxis => ({ axis: rows, size }));
  return { channels: place(channels), height: height!, width: width!, tokens };
}

/** [N, C, H, W] */
export function mapShape({ channels, height, width }: MapOrder, batch: Dimension): Shape {
  return [batch, channels.size, height.size, width.size];
}

/** Value → its layout, for every value whose layout is known. Found once. */
export function layoutsOf(classifier: Classifier): ReadonlyMap<string, Layout> {
  const found = known.get(classifier) ?? findLayouts(classifier.graph.nodes, classifier, classifier.image);
  known.set(classifier, found);
  return found;
}

const known = new WeakMap<Classifier, ReadonlyMap<string, Layout>>();

/** Undefined if a value cannot be a map. */
export function findOrder(classifier: Classifier, value: string): MapOrder | undefined {
  const layout = otherLayouts(classifier).get(value);
  if (layout !== undefined) return orderOf(layout);
  const shape = classifier.shapes.get(value);
  return shape === undefined || shape.length === 4 ? plainOrder(shape) : undefined;
}

/** Layouts, unless no node can make any but [N, C, H, W]: most CNNs need no search. */
function otherLayouts(classifier: Classifier): ReadonlyMap<string, Layout> {
  const { graph, shapes } = classifier;
  const found = others.get(classifier) ?? (graph.nodes.some(reorders) ? layoutsOf(classifier) : none);
  others.set(classifier, found);
  return found;

  function reorders(node: NodeProto): boolean {
    return changesAxes(node) && node.output.some((name) => shapes.get(name)?.length !== 2);
  }
}

const others = new WeakMap<Classifier, ReadonlyMap<string, Layout>>();
const none: ReadonlyMap<string, Layout> = new Map();
