/** What vision transformers are made of, as exporters write it. */
import { NetworkBuilder } from './network-builder.ts';

export interface AttentionOptions {
  readonly heads: number;
  /** Tokens, if the shape is constant in the file. */
  readonly tokens: number;
  /** Queries are made of the first token alone, as in class attention (Touvron 2021). */
  readonly isOfClass?: boolean;
}

export class TokenNetwork extends NetworkBuilder {
  /** Whether normalisation and GELU are written with elementary operators, as before operator sets 17 and 20. */
  isDecomposed = false;

  order(x: string, ...perm: number[]): string {
    return this.add('Transpose', [x], { perm: { ints: perm } });
  }

  shaped(x: string, ...sizes: number[]): string {
    return this.add('Reshape', [x, this.ints(sizes)]);
  }

  slice(x: string, axis: number, from: number, to: number): string {
    return this.add('Slice', [x, this.ints([from]), this.ints([to]), this.ints([axis]), this.ints([1])]);
  }

  pick(x: string, axis: number, at: number): string {
    return this.add('Gather', [x, this.ints([at], [])], { axis: { int: axis } });
  }

  concat(axis: number, ...parts: string[]): string {
    return this.add('Concat', parts, { axis: { int: axis } });
  }

  /** On the last axis. */
  linear(x: string, from: number, to: number): string {
    return this.add('Add', [this.add('MatMul', [x, this.random(from, to)]), this.random(to)]);
  }

  /** The mean along axes; they are an input since operator set 18. */
  mean(x: string, axes: readonly number[], keepdims: 0 | 1): string {
    return this.add('ReduceMean', [x, this.ints(axes)], { keepdims: { int: keepdims } });
  }

  /** LayerNorm on the last axis. */
  norm(x: string, channels: number): string {
    const [scale, shift] = [this.around(1, channels), this.random(channels)];
    if (!this.isDecomposed) return this.add('LayerNormalization', [x, scale, shift], { epsilon: { float: 1e-3 } });
    const centred = this.add('Sub', [x, this.mean(x, [-1], 1)]);
    const variance = this.mean(this.add('Pow', [centred, this.floats([2], [])]), [-1], 1);
    const deviation = this.add('Sqrt', [this.add('Add', [variance, this.floats([1e-3], [])])]);
    return this.add('Add', [this.add('Mul', [this.add('Div', [centred, deviation]), scale]), shift]);
  }

  gelu(x: string): string {
    if (!this.isDecomposed) return this.add('Gelu', [x]);
    const erf = this.add('Erf', [this.add('Div', [x, this.floats([Math.SQRT2], [])])]);
    return this.add('Mul', [
      this.add('Mul', [x, this.add('Add', [erf, this.floats([1], [])])]),
      this.floats([0.5], []),
    ]);
  }

  mlp(x: string, width: number, hidden = 2 * width): string {
    return this.linear(this.gelu(this.linear(x, width, hidden)), hidden, width);
  }

  /** Self-attention over [-1, tokens, width]. */
  attention(x: string, width: number, { heads, tokens, isOfClass = false }: AttentionOptions): string {
    const head = width / heads;
    const part = (of: string, count: number): string =>
      this.order(this.shaped(this.linear(of, width, width), -1, count, heads, head), 0, 2, 1, 3);
    const queries = isOfClass ? 1 : tokens;
    const query = part(isOfClass ? this.slice(x, 1, 0, 1) : x, queries);
    const [key, value] = [part(x, tokens), part(x, tokens)];
    const scores = this.add('Mul', [
      this.add('MatMul', [query, this.order(key, 0, 1, 3, 2)]),
      this.floats([head ** -0.5], []),
    ]);
    const mixed = this.add('MatMul', [this.add('Softmax', [scores], { axis: { int: -1 } }), value]);
    return this.linear(this.shaped(this.order(mixed, 0, 2, 1, 3), -1, queries, width), width, width);
  }

  /** Patches of 4 × 4 pixels as maps. */
  patches(width: number): string {
    return this.add('Conv', ['input', this.random(width, 3, 4, 4), this.random(width)], { strides: { ints: [4, 4] } });
  }

  /** A learned token for each picture, [N, count, width]. */
  learned(like: string, count: number, width: number): string {
    const batch = this.add('Slice', [this.add('Shape', [like]), this.ints([0]), this.ints([1]), this.ints([0])]);
    return this.add('Expand', [this.random(1, count, width), this.concat(0, batch, this.ints([count, width]))]);
  }

  /** Weights near a value. */
  around(middle: number, count: number): string {
    return this.floats(Array.from({ length: count }, (_, i) => middle + 0.3 * Math.sin(i + 1)));
  }
}
