/**
 * Which tokens the scores read behind the last attention. Tokens are followed one by one from the product that makes them,
 * through operators that make each from the same token, to where a single one is picked or the mean of all is taken.
 */
import { intAttribute } from '../onnx/attributes.ts';
import { readAxes } from '../onnx/axes.ts';
import { findKnownInts } from '../onnx/contents.ts';
import { knownSize } from '../onnx/dimensions.ts';
import { valuesRead } from '../onnx/graph.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Classifier } from './classifier.ts';
import { countOf, isSameGrid, letters, type Layout, type Tokens } from './factors.ts';
import type { GradientPath } from './gradient-path.ts';
import { findLayouts, pointwise, startsOf, tokensOf, type Inferred } from './layouts.ts';
import { operatorName } from './rule.ts';
import { isUncut } from './unread-positions.ts';

export interface TokensBehind {
  readonly classifier: Classifier;
  readonly path: GradientPath;
  readonly layouts: ReadonlyMap<string, Layout>;
  /** Of the last attention. */
  readonly tokens: Tokens;
  /** The product that applies it to values, and the layout of what it makes. */
  readonly mixing: NodeProto;
  readonly mixed: Layout;
}

/** Tokens by their indices among all: one for each that a value holds, in order. */
interface Held {
  readonly rows: readonly number[];
  readonly layout: Layout;
}

/** @returns the tokens whose mean the scores read, by their indices among all; or why that is not known, for users */
export function findTokensRead(
  given: TokensBehind,
): { readonly rows: readonly number[] } | { readonly reason: string } {
  const { classifier, path, layouts, tokens, mixing, mixed } = given;
  const [start = ''] = mixing.output;
  const behind = new Set([start]);
  const nodes = path.nodes.filter((node) => {
    if (!valuesRead(node).some((name) => behind.has(name))) return false;
    for (const name of node.output) behind.add(name);
    return true;
  });
  const known = findLayouts(nodes, classifier, classifier.image, new Map([...layouts, [start, mixed]]));
  const all = Array.from({ length: countOf(tokens) }, (_, token) => token);
  const held = new Map<string, Held>([[start, { rows: all, layout: mixed }]]);
  /** Value → what was read of the tokens to make it: each the mean of some. */
  const read = new Map<string, readonly (readonly number[])[]>();
  for (const node of nodes) {
    const inputs = valuesRead(node).filter((name) => path.readers.has(name));
    const readings = inputs.map((name) => read.get(name));
    if (readings.every((each) => each !== undefined)) {
      for (const name of node.output) read.set(name, distinct(readings.flat()));
      continue;
    }
    const holding = inputs.map((name) => held.get(name) ?? before(name));
    const [first] = holding;
    const isAlike = (each: Held | undefined): boolean =>
      each !== undefined && first !== undefined && isSameTokens(each, first);
    const made = first === undefined || !holding.every(isAlike) ? [] : follow(node, first, known, classifier, path);
    for (const [i, name] of node.output.entries()) {
      const one = made[i];
      if (one === undefined) {
        if (path.readers.has(name) || name === classifier.scores) return { reason: unknownReading(node) };
      } else if ('mean' in one) read.set(name, [one.mean]);
      else held.set(name, one);
    }
  }
  const scores = read.get(classifier.scores);
  if (scores === undefined) return { reason: unknownReading(nodes.at(-1) ?? mixing) };
  if (scores.every(({ length }) => length === 1)) return { rows: scores.flat().sort((a, b) => a - b) };
  const [mean = [], ...others] = scores;
  return others.length === 0
    ? { rows: mean }
    : { reason: `${needed}, but they read several means, or tokens besides a mean.` };

  /** Of a value that the last attention has no part in: the residual connection. */
  function before(name: string): Held | undefined {
    const layout = behind.has(name) ? undefined : layouts.get(name);
    const own = layout?.flatMap((factors) => tokensOf(factors) ?? []) ?? [];
    return layout !== undefined && own.length === 1 && isSameGrid(own[0]!, tokens) ? { rows: all, layout } : undefined;
  }
}

const needed =
  'Attention rollout needs the scores to read single tokens, such as the class token, or the mean of tokens';

function unknownReading(node: NodeProto): string {
  return `${needed}, but what the ${operatorName(node)} node "${node.name || (node.output[0] ?? '')}" reads of them is not known.`;
}

function distinct(means: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...new Map(means.map((rows) => [rows.join(), rows])).values()];
}

type Made = Held | { readonly mean: readonly number[] } | undefined;

/** What the outputs of a node hold or read of the tokens of its inputs. */
function follow(
  node: NodeProto,
  { rows, layout }: Held,
  known: ReadonlyMap<string, Layout>,
  inferred: Inferred,
  path: GradientPath,
): readonly Made[] {
  const { opType, input, output } = node;
  const rank = layout.length;
  const axes = tokenAxes(layout);
  const keep = (name: string): Made => {
    const made = known.get(name);
    return made !== undefined && positionsIn(made) === rows.length ? { rows, layout: made } : undefined;
  };
  const reads = input.slice(1).some((name) => path.readers.has(name));
  if (pointwise.has(opType)) {
    const isKept = !acrossTokens.has(opType) && isOneByOne(node, layout, axes, inferred, path);
    return [isKept ? (keep(output[0] ?? '') ?? { rows, layout }) : undefined];
  }
  if (reads) return [];
  if (isUncut.has(opType) || opType === 'MatMul' || opType === 'Gemm') return [keep(output[0] ?? '')];
  if (opType === 'GlobalAveragePool' || opType.startsWith('Reduce')) {
    const over =
      opType === 'GlobalAveragePool' ? [...layout.keys()].slice(2) : (readAxes(inferred.graph, node, rank) ?? []);
    if (over.toSorted((a, b) => a - b).join() === axes.join() && averaging.has(opType)) {
      return [axes.every((axis) => /^(T|H?W?)$/.test(letters(layout[axis] ?? []))) ? { mean: rows } : undefined];
    }
    const isOfChannels = over.length > 0 && over.every((axis) => letters(layout[axis] ?? []) === 'C');
    return [isOfChannels && intAttribute(node, 'keepdims') !== 0 ? { rows, layout } : undefined];
  }
  const [axis = -1] = axes;
  if (axes.length !== 1 || tokensOf(layout[axis] ?? []) === undefined) return [];
  if (opType === 'Gather') {
    const named = intAttribute(node, 'axis') ?? 0;
    const [at, ...others] = findKnownInts(inferred, input[1] ?? '') ?? [];
    const isOne = (named < 0 ? named + rank : named) === axis && at !== undefined && others.length === 0;
    const row = isOne ? rows.at(at) : undefined;
    return [row === undefined ? undefined : { mean: [row] }];
  }
  const starts = startsOf(node, axis, inferred);
  return output.map((name, i) => {
    const [from, size] = [starts[i], knownSize(inferred.shapes.get(name)?.[axis])];
    if (from === undefined || size === undefined) return undefined;
    const part = rows.slice(from, from + size);
    if (part.length === 1 && size === 1) return { mean: part };
    const made = known.get(name);
    return made !== undefined && positionsIn(made) === part.length ? { rows: part, layout: made } : undefined;
  });
}

function tokenAxes(layout: Layout): readonly number[] {
  return [...layout.keys()].filter((axis) => /[THWhw]/.test(letters(layout[axis] ?? [])));
}

/** Whether two values hold the same tokens, in the same order and dimensions. */
function isSameTokens(a: Held, b: Held): boolean {
  return a.rows.join() === b.rows.join() && tokenAxes(a.layout).join() === tokenAxes(b.layout).join();
}

/** How many tokens a layout counts; NaN if there are none. */
function positionsIn(layout: Layout): number {
  const sizes = layout.flat().filter(({ of }) => /[THWhw]/.test(of));
  return sizes.length === 0 ? NaN : sizes.reduce((product, { size }) => product * (knownSize(size) ?? NaN), 1);
}

/** Of pointwise operators: whether each token is made of the same token, weighed by what is the same for all. */
function isOneByOne(
  node: NodeProto,
  layout: Layout,
  axes: readonly number[],
  { shapes }: Inferred,
  { readers }: GradientPath,
): boolean {
  const rank = shapes.get(node.output[0] ?? '')?.length;
  if (rank !== layout.length) return false;
  if (node.opType === 'BatchNormalization') return !axes.includes(1);
  if (node.opType === 'LayerNormalization') {
    const named = intAttribute(node, 'axis') ?? -1;
    return axes.every((axis) => axis < (named < 0 ? named + rank : named));
  }
  return node.input.every((name) => {
    const shape = name === '' ? [] : shapes.get(name);
    if (readers.has(name)) return shape?.length === rank;
    if (adding.has(node.opType)) return true;
    return axes.every((axis) => shape !== undefined && (shape[axis - rank + shape.length] ?? 1) === 1);
  });
}

/** Of pointwise operators, those that scale each token by statistics of all. */
const acrossTokens: ReadonlySet<string> = new Set(['GroupNormalization', 'InstanceNormalization']);
/** Those by which a constant cannot pick tokens. */
const adding: ReadonlySet<string> = new Set(['Add', 'Sub', 'Sum']);
/** Means, or the same times a constant. */
const averaging: ReadonlySet<string> = new Set(['GlobalAveragePool', 'ReduceMean', 'ReduceSum']);
