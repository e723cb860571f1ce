import { sum, tensor } from './sum.ts';

/** [C, side, side] */
export interface Maps {
  readonly side: number;
  readonly values: Float64Array;
}

/** The network of tiny-model.ts, from its definition. */
export class TinyNetwork {
  readonly #weights: ReadonlyMap<string, ArrayLike<number>>;

  /** @param weights by name */
  constructor(weights: ReadonlyMap<string, ArrayLike<number>>) {
    this.#weights = weights;
  }

  /** The layer `stem`. @param image [3, side, side] */
  stem(image: Maps): Maps {
    return relu(
      convolution(
        image,
        this.#of('stem.weight'),
        tensor(channels, () => 0),
        2,
      ),
    );
  }

  /** What follows on `stem`. */
  tail(stem: Maps): { readonly last: Maps; readonly logits: Float64Array } {
    const pooled = maxPool(stem);
    const branch = convolution(pooled, this.#of('branch.weight'), this.#of('branch.bias'), 1);
    const last = relu({ side: branch.side, values: branch.values.map((value, i) => value + pooled.values[i]!) });
    const positions = last.side ** 2;
    const means = tensor(channels, (c) => sum(positions, (p) => last.values[c * positions + p]!) / positions);
    const [head, bias] = [this.#of('head.weight'), this.#of('head.bias')];
    const logits = tensor(bias.length, (k) => bias[k]! + sum(channels, (c) => head[k * channels + c]! * means[c]!));
    return { last, logits };
  }

  /** ∂logit/∂last: the class's weight of the channel, shared among its positions. */
  gradientAtLast(target: number, { side }: Maps): Float64Array {
    const head = this.#of('head.weight');
    return tensor(channels * side ** 2, (i) => head[target * channels + Math.floor(i / side ** 2)]! / side ** 2);
  }

  #of(name: string): ArrayLike<number> {
    const found = this.#weights.get(name);
    if (found === undefined) throw new Error(`no weight ${name}`);
    return found;
  }
}

const channels = 8;

/** 3 × 3, padded by one zero. */
function convolution({ side, values }: Maps, weight: ArrayLike<number>, bias: ArrayLike<number>, stride: number): Maps {
  const depth = values.length / side ** 2;
  const to = Math.ceil(side / stride);
  const at = (c: number, y: number, x: number): number =>
    y < 0 || x < 0 || y >= side || x >= side ? 0 : values[(c * side + y) * side + x]!;
  return {
    side: to,
    values: tensor(bias.length * to ** 2, (i) => {
      const [k, y, x] = [Math.floor(i / to ** 2), Math.floor(i / to) % to, i % to];
      return (
        bias[k]! +
        sum(depth * 9, (j) => {
          const [c, dy, dx] = [Math.floor(j / 9), Math.floor(j / 3) % 3, j % 3];
          return weight[k * depth * 9 + j]! * at(c, y * stride + dy - 1, x * stride + dx - 1);
        })
      );
    }),
  };
}

/** 3 × 3 with stride 2, padded by one. */
function maxPool({ side, values }: Maps): Maps {
  const to = Math.ceil(side / 2);
  return {
    side: to,
    values: tensor((values.length / side ** 2) * to ** 2, (i) => {
      const [c, y, x] = [Math.floor(i / to ** 2), Math.floor(i / to) % to, i % to];
      let most = -Infinity;
      for (let v = Math.max(0, 2 * y - 1); v <= Math.min(side - 1, 2 * y + 1); v++) {
        for (let u = Math.max(0, 2 * x - 1); u <= Math.min(side - 1, 2 * x + 1); u++) {
          most = Math.max(most, values[(c * side + v) * side + u]!);
        }
      }
      return most;
    }),
  };
}

function relu({ side, values }: Maps): Maps {
  return { side, values: values.map((value) => Math.max(0, value)) };
}
