/**
 * The contents of integer tensors in shape arithmetic, as far as they are known before the graph runs: exporters write
 * `view(x.size(0), -1)` as Shape, Gather, Unsqueeze, Concat and Reshape.
 */
import { own } from '../own.ts';
import { intAttribute } from './attributes.ts';
import { readInts } from './constants.ts';
import { shiftDimension, unknownDimension, type Dimension, type Shape } from './dimensions.ts';
import { findInts, type GraphIndex } from './graph.ts';
import type { Folded } from './folding/folded.ts';
import { DataType, type NodeProto } from './messages.ts';

/** Value → its entries, in order. */
export type Contents = ReadonlyMap<string, Shape>;

interface Known {
  readonly graph: GraphIndex;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly contents: Contents;
}

/** Longer tensors are weights, not shapes. */
const mostEntries = 64;

/** The entries of a value: computed here, or a constant's. */
export function findContents({ graph, contents }: Pick<Known, 'graph' | 'contents'>, name: string): Shape | undefined {
  const computed = contents.get(name);
  if (computed !== undefined) return computed;
  return findInts(graph, name, mostEntries);
}

/** As `findContents`, if every entry is a number. */
export function findKnownInts(known: Pick<Known, 'graph' | 'contents'>, name: string): readonly number[] | undefined {
  const contents = findContents(known, name);
  return contents?.every((entry) => typeof entry === 'number') === true ? contents : undefined;
}

/** The entries of a node's output. */
export function contentsOf(node: NodeProto, known: Known): Shape | undefined {
  const entries = own(contentRules, node.opType)?.(node, known);
  return entries === undefined || entries.length > mostEntries ? undefined : entries;
}

/**
 * The entries of integers as symbols, where numbers are only partly known.
 * @param symbols what is known without them
 */
export function mergeContents(folded: Folded | undefined, symbols: Shape | undefined): Shape | undefined {
  if (folded === undefined || folded.type === DataType.FLOAT) return symbols;
  if (folded.values.length > mostEntries) return undefined;
  return Array.from(folded.values, (value, i) => (Number.isNaN(value) ? (symbols?.[i] ?? unknownDimension) : value));
}

type ContentRule = (node: NodeProto, known: Known) => Shape | undefined;

const input = (node: NodeProto, index: number, known: Known): Shape | undefined =>
  findContents(known, node.input[index] ?? '');

const same: ContentRule = (node, known) => input(node, 0, known);

const shape: ContentRule = (node, known) =>
  known.shapes.get(node.input[0] ?? '')?.slice(intAttribute(node, 'start') ?? 0, intAttribute(node, 'end'));

const gather: ContentRule = (node, known) => {
  const [from, indices] = [input(node, 0, known), input(node, 1, known)];
  return indices?.every((index) => typeof index === 'number') === true
    ? from && indices.map((index) => from.at(index) ?? unknownDimension)
    : undefined;
};

const slice: ContentRule = (node, known) => {
  const [from, [start] = [], [end] = [], [stride = 1] = []] = [0, 1, 2, 4].map((i) => input(node, i, known) ?? []);
  if (from === undefined || from.length === 0 || stride !== 1) return undefined;
  return typeof start === 'number' && typeof end === 'number' ? from.slice(start, end) : undefined;
};

const concat: ContentRule = (node, known) => {
  const parts = node.input.map((_, i) => input(node, i, known));
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
};

const constantOfShape: ContentRule = (node, known) => {
  const [count] = input(node, 0, known) ?? [];
  const value = node.attribute.find(({ name }) => name === 'value')?.t;
  const [entry] = value === undefined ? [] : (readInts(value) ?? []);
  if (typeof count !== 'number' || !(count >= 0 && count <= mostEntries) || entry === undefined) return undefined;
  return Array.from({ length: count }, () => entry);
};

const where: ContentRule = (node, known) => {
  const [condition, yes, no] = [0, 1, 2].map((i) => input(node, i, known));
  if (condition === undefined || yes === undefined || no === undefined) return undefined;
  return condition.map((taken, i) => {
    if (typeof taken !== 'number') return unknownDimension;
    return (taken === 1 ? (yes[i] ?? yes[0]) : (no[i] ?? no[0])) ?? unknownDimension;
  });
};

/** Elementwise; a single entry is combined with all. */
function pairwise(combine: (a: Dimension, b: Dimension) => Dimension): ContentRule {
  return (node, known) => {
    const [a, b] = [input(node, 0, known), input(node, 1, known)];
    if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return undefined;
    const length = Math.max(a.length, b.length);
    return Array.from({ length }, (_, i) => combine(a[i] ?? a[0] ?? '', b[i] ?? b[0] ?? ''));
  };
}

const numbers = (combine: (a: number, b: number) => Dimension) =>
  pairwise((a, b) => (typeof a === 'number' && typeof b === 'number' ? combine(a, b) : unknownDimension));

const contentRules: Readonly<Partial<Record<string, ContentRule>>> = {
  ...{ Cast: same, Flatten: same, Identity: same, Reshape: same, Squeeze: same, Unsqueeze: same },
  Add: pairwise((a, b) =>
    typeof b === 'number' ? shiftDimension(a, b) : typeof a === 'number' ? shiftDimension(b, a) : '',
  ),
  Concat: concat,
  ConstantOfShape: constantOfShape,
  // For partly known values: if there is a remainder, floats and integers differ.
  Div: numbers((a, b) => (a % b === 0 ? a / b : unknownDimension)),
  // A free size never equals the -1 it is compared with.
  Equal: pairwise((a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return a === b ? 1 : 0;
    return a !== unknownDimension && b !== unknownDimension && (a === -1 || b === -1) ? 0 : unknownDimension;
  }),
  Gather: gather,
  Mul: pairwise((a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return Number.isSafeInteger(a * b) ? a * b : unknownDimension;
    return a === 1 ? b : b === 1 ? a : unknownDimension;
  }),
  Shape: shape,
  Slice: slice,
  Sub: pairwise((a, b) => (typeof b === 'number' ? shiftDimension(a, -b) : unknownDimension)),
  Where: where,
};
