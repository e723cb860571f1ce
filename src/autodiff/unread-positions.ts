/**
 * Values among tokens whose positions the logits do not depend on: behind the last attention, a vision transformer reads
 * its class token alone, so the gradient at all other tokens is zero and nothing can be seen there.
 */
import { findKnownInts } from '../onnx/contents.ts';
import { intAttribute } from '../onnx/attributes.ts';
import { readAxes } from '../onnx/axes.ts';
import { knownSize } from '../onnx/dimensions.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { Layout, Tokens } from './factors.ts';
import type { GradientPath } from './gradient-path.ts';
import { onlyMoves, pointwise, startsOf, tokensOf, type Inferred } from './layouts.ts';

/** @param path from the picture to the scores */
export function findUnreadPositions(
  path: GradientPath,
  inferred: Inferred,
  layouts: ReadonlyMap<string, Layout>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const places = tokenPlaces(layouts);
  if (places.size === 0) return found;
  for (const node of path.nodes.toReversed()) {
    for (const value of node.output) {
      const readers = path.readers.get(value) ?? [];
      if (readers.length > 0 && readers.every((reader) => isUnreadBy(reader, value))) found.add(value);
    }
  }
  return found;

  function isUnreadBy(reader: NodeProto, value: string): boolean {
    const place = places.get(value);
    if (place !== undefined && picksOthers(reader, value, place, path, inferred)) return true;
    return keepsTokens(reader, value, inferred, places) && reader.output.every((name) => found.has(name));
  }
}

interface TokenPlace {
  readonly axis: number;
  readonly tokens: Tokens;
}

/** Value → where its tokens are, for values that hold tokens besides those of positions. */
function tokenPlaces(layouts: ReadonlyMap<string, Layout>): ReadonlyMap<string, TokenPlace> {
  const places = new Map<string, TokenPlace>();
  for (const [value, layout] of layouts) {
    layout.forEach((factors, axis) => {
      const token = factors.find(({ of }) => of === 'T');
      const tokens = token === undefined ? undefined : tokensOf([token]);
      if (tokens !== undefined) places.set(value, { axis, tokens });
    });
  }
  return places;
}

/** Whether a node takes some of the tokens that are no positions, and nothing else. */
function picksOthers(
  node: NodeProto,
  value: string,
  place: TokenPlace,
  path: GradientPath,
  inferred: Inferred,
): boolean {
  const { before, height, width } = place.tokens;
  const isPosition = (at: number): boolean => at >= before && at < before + height * width;
  return picked(node, value, place, path, inferred)?.some(isPosition) === false;
}

/** The tokens of a value that a node takes, if it takes some; undefined if that is not known, or it does more. */
function picked(
  node: NodeProto,
  value: string,
  { axis }: TokenPlace,
  path: GradientPath,
  inferred: Inferred,
): readonly number[] | undefined {
  const { shapes } = inferred;
  const shape = shapes.get(value) ?? [];
  if (node.opType === 'Gather') {
    const named = intAttribute(node, 'axis') ?? 0;
    const size = knownSize(shape[axis]) ?? NaN;
    if ((named < 0 ? named + shape.length : named) !== axis || node.input[0] !== value) return undefined;
    return findKnownInts(inferred, node.input[1] ?? '')?.map((at) => (at < 0 ? at + size : at));
  }
  if (node.opType !== 'Slice' && node.opType !== 'Split') return undefined;
  const starts = startsOf(node, axis, inferred);
  const parts = node.output.map((name, i) => {
    if (node.opType === 'Split' && !path.readers.has(name)) return [];
    const [start, size] = [starts[i], knownSize(shapes.get(name)?.[axis])];
    if (start === undefined || size === undefined) return undefined;
    return Array.from({ length: size }, (_, at) => start + at);
  });
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** Whether a node makes each token of its output from the same token of a value. */
function keepsTokens(
  node: NodeProto,
  value: string,
  { graph, shapes }: Inferred,
  places: ReadonlyMap<string, TokenPlace>,
): boolean {
  const [output = ''] = node.output;
  if (onlyMoves(node)) return isUncut.has(node.opType) && places.has(value) && places.has(output);
  const [before, after] = [shapes.get(value), shapes.get(output)];
  const axis = (places.get(value) ?? places.get(output))?.axis ?? 1;
  const isAligned = before?.length === after?.length && before?.[axis] !== undefined && before[axis] === after?.[axis];
  if (!isAligned) return false;
  if (node.opType === 'MatMul' || node.opType === 'Gemm') return places.has(value) && places.has(output);
  if (!node.opType.startsWith('Reduce')) return pointwise.has(node.opType);
  const rank = before.length;
  return readAxes(graph, node, rank)?.join() === String(rank - 1);
}

/** Move all entries. */
export const isUncut: ReadonlySet<string> = new Set([
  ...['Cast', 'CastLike', 'Dropout', 'Identity', 'Flatten', 'Reshape', 'Squeeze', 'Transpose', 'Unsqueeze'],
]);
