/** Attention (Vaswani 2017), written with other operators. */
import { floatAttribute, intAttribute } from './attributes.ts';
import { attribute } from './build.ts';
import type { Upgrade } from './conversion.ts';
import { knownSize } from './dimensions.ts';
import { DataType, withNode, type NodeProto } from './messages.ts';

/**
 * softmax(scale · Q Kᵀ + mask) V for every head; Q, K and V are [N, heads, tokens, size] or [N, tokens, heads · size].
 * Nodes with a cache of earlier keys, whose scores are an output, or that limit masked scores, stay as they are.
 */
export function attention(upgrade: Upgrade): NodeProto {
  const { node, shapes, constant, before, isRead, typeOf } = upgrade;
  const [q = '', k = '', v = '', mask = '', ...caches] = node.input;
  const shape = shapes.get(q);
  const maskType = mask === '' ? undefined : typeOf(mask);
  const isCausal = intAttribute(node, 'is_causal') === 1;
  const isHandled = maskType === undefined ? mask === '' : maskType === DataType.BOOL || maskType === DataType.FLOAT;
  const cap = floatAttribute(node, 'softcap') ?? 0;
  if (shape === undefined || !isHandled || (cap !== 0 && (isCausal || mask !== ''))) return node;
  if (caches.some((name) => name !== '') || node.output.slice(1).some((name) => name !== '' && isRead(name)))
    return node;

  const ints = (...values: readonly number[]): string => constant({ ints: values });
  const number = (value: number): string => constant({ float: value });
  const isWhole = shape.length === 4;
  const queryHeads = isWhole ? knownSize(shape[1]) : intAttribute(node, 'q_num_heads');
  const keyHeads = isWhole ? knownSize(shapes.get(k)?.[1]) : intAttribute(node, 'kv_num_heads');
  const width = knownSize(shape.at(-1));
  if (queryHeads === undefined || keyHeads === undefined || width === undefined) return node;
  const inHeads = (value: string, heads: number): string => {
    if (isWhole) return value;
    return before('Transpose', [before('Reshape', [value, ints(0, 0, heads, -1)])], { perm: { ints: [0, 2, 1, 3] } });
  };
  /** Each head of the keys serves several of the queries. */
  const repeated = (value: string): string => {
    if (queryHeads === keyHeads) return value;
    const heads = Array.from({ length: queryHeads }, (_, i) => Math.floor((i * keyHeads) / queryHeads));
    return before('Gather', [value, ints(...heads)], { axis: { int: 1 } });
  };
  const [queries, keys, values] = [
    inHeads(q, queryHeads),
    repeated(inHeads(k, keyHeads)),
    repeated(inHeads(v, keyHeads)),
  ];
  const scale = floatAttribute(node, 'scale') ?? 1 / Math.sqrt(isWhole ? width : width / queryHeads);
  const turned = before('Transpose', [keys], { perm: { ints: [0, 1, 3, 2] } });
  let scores = before('MatMul', [before('Mul', [queries, number(scale)]), turned]);
  if (isCausal) {
    const axis = isWhole ? 2 : 1;
    const [rows, columns] = [knownSize(shape[axis]), knownSize(shapes.get(k)?.[axis])];
    if (rows === undefined || columns === undefined) return node;
    const bias = Array.from({ length: rows * columns }, (_, i) =>
      i % columns <= Math.floor(i / columns) ? 0 : lowest,
    );
    scores = before('Add', [scores, before('Reshape', [constant({ floats: bias }), ints(rows, columns)])]);
  }
  if (maskType === DataType.FLOAT) scores = before('Add', [scores, mask]);
  if (maskType === DataType.BOOL) scores = before('Where', [mask, scores, number(lowest)]);
  if (cap !== 0) scores = before('Mul', [before('Tanh', [before('Div', [scores, number(cap)])]), number(cap)]);
  const weights = before('Softmax', [scores], { axis: { int: -1 } });
  const output = node.output.slice(0, 1);
  if (isWhole) return withNode(node, { opType: 'MatMul', input: [weights, values], output, attribute: [] });
  const mixed = before('Transpose', [before('MatMul', [weights, values])], { perm: { ints: [0, 2, 1, 3] } });
  const attributes = [attribute('allowzero', { int: 0 })];
  return withNode(node, { opType: 'Reshape', input: [mixed, ints(0, 0, -1)], output, attribute: attributes });
}

/** Added to scores that take no part; finite, since −∞ − ∞ is NaN. */
const lowest = -1e30;
