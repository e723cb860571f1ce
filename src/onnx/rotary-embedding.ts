/** RotaryEmbedding (Su 2021), written with other operators. */
import { intAttribute } from './attributes.ts';
import { attribute } from './build.ts';
import type { Upgrade } from './conversion.ts';
import { withNode, type NodeProto } from './messages.ts';

/**
 * Every pair of entries (a, b) of a head is rotated by the angle of its token: (a cos − b sin, a sin + b cos). A pair is
 * two neighbours if `interleaved`, otherwise entries of the two halves.
 *
 * x is [N, heads, tokens, size] or [N, tokens, heads · size]; the tables are [positions, pairs], or [N, tokens, pairs]
 * without the input `position_ids`.
 */
export function rotaryEmbedding({ node, shapes, constant, before }: Upgrade): NodeProto {
  const [x = '', cosines = '', sines = '', positions = ''] = node.input;
  const shape = shapes.get(x);
  const heads = intAttribute(node, 'num_heads') ?? 0;
  const isWhole = shape?.length === 4;
  const size = isWhole ? shape[3] : typeof shape?.[2] === 'number' && heads > 0 ? shape[2] / heads : undefined;
  if (typeof size !== 'number' || (!isWhole && shape?.length !== 3)) return node;
  const rotated = intAttribute(node, 'rotary_embedding_dim') || size;
  const isInterleaved = intAttribute(node, 'interleaved') === 1;

  const ints = (...values: readonly number[]): string => constant({ ints: values });
  const part = (value: string, from: number, to: number, stride = 1): string =>
    before('Slice', [value, ints(from), ints(to), ints(3), ints(stride)]);
  const swap = { perm: { ints: [0, 2, 1, 3] } };
  // [N, tokens, heads, size]
  const all = isWhole ? before('Transpose', [x], swap) : before('Reshape', [x, ints(0, 0, heads, size)]);
  const table = (given: string): string =>
    before('Unsqueeze', [positions === '' ? given : before('Gather', [given, positions]), ints(2)]);
  const [cos, sin] = [table(cosines), table(sines)];
  const [a, b] = isInterleaved
    ? [part(all, 0, rotated, 2), part(all, 1, rotated, 2)]
    : [part(all, 0, rotated / 2), part(all, rotated / 2, rotated)];
  const turned = [
    before('Sub', [before('Mul', [a, cos]), before('Mul', [b, sin])]),
    before('Add', [before('Mul', [a, sin]), before('Mul', [b, cos])]),
  ];
  const join = (values: readonly string[], axis: number): string => before('Concat', values, { axis: { int: axis } });
  const pairs = isInterleaved
    ? before('Reshape', [
        join(
          turned.map((value) => before('Unsqueeze', [value, ints(4)])),
          4,
        ),
        ints(0, 0, 0, rotated),
      ])
    : join(turned, 3);
  const whole = rotated === size ? pairs : join([pairs, part(all, rotated, size)], 3);
  if (isWhole)
    return withNode(node, { opType: 'Transpose', input: [whole], attribute: [attribute('perm', swap.perm)] });
  return withNode(node, { opType: 'Reshape', input: [whole, ints(0, 0, heads * size)], attribute: [] });
}
