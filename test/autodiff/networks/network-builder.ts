/** Builds small networks: each call adds a node with random weights and returns its output. */
import { floatTensor, floatValue, intTensor, node, type AttributeValue } from '../../../src/onnx/build.ts';
import type { NodeProto, TensorProto } from '../../../src/onnx/messages.ts';
import type { Model } from '../../../src/onnx/messages.ts';
import { buildModel } from '../build-model.ts';
import { wave } from '../tiny-resnet.ts';

export const classes = 5;

export interface ConvOptions {
  readonly kernel?: number;
  readonly stride?: number;
  readonly group?: number;
  readonly bias?: boolean;
}

export class NetworkBuilder {
  readonly #nodes: NodeProto[] = [];
  readonly #weights: TensorProto[] = [];

  /** Adds any operator. Its output is named after the operator and its index. */
  add(opType: string, inputs: readonly string[], attributes: Readonly<Record<string, AttributeValue>> = {}): string {
    const output = `${opType.toLowerCase()}_${this.#nodes.length}`;
    this.#nodes.push(node(opType, inputs, [output], attributes));
    return output;
  }

  /** Random weights, small enough that values neither grow nor vanish from layer to layer. */
  random(...dims: readonly number[]): string {
    const fanIn = dims.slice(1).reduce((product, size) => product * size, 1);
    const name = this.#name();
    const amplitude = Math.sqrt((dims.length > 1 ? 3 : 0.3) / fanIn);
    this.#weights.push(floatTensor(name, dims, wave(product(dims), amplitude, this.#weights.length)));
    return name;
  }

  floats(values: readonly number[], dims: readonly number[] = [values.length]): string {
    const name = this.#name();
    this.#weights.push(floatTensor(name, dims, Float32Array.from(values)));
    return name;
  }

  ints(values: readonly number[], dims: readonly number[] = [values.length]): string {
    const name = this.#name();
    this.#weights.push(intTensor(name, dims, values));
    return name;
  }

  /** "Same" padding. */
  conv(x: string, channelsIn: number, channelsOut: number, options: ConvOptions = {}): string {
    const { kernel = 3, stride = 1, group = 1, bias = true } = options;
    const weights = this.random(channelsOut, channelsIn / group, kernel, kernel);
    const pad = (kernel - 1) >> 1;
    return this.add('Conv', [x, weights, ...(bias ? [this.random(channelsOut)] : [])], {
      strides: { ints: [stride, stride] },
      pads: { ints: [pad, pad, pad, pad] },
      group: { int: group },
    });
  }

  batchNorm(x: string, channels: number): string {
    const positive = Array.from({ length: channels }, (_, c) => 0.6 + 0.5 * Math.abs(Math.sin(c + 1)));
    const statistics = [positive, wave(channels, 0.2, 1), wave(channels, 0.2, 2), positive];
    return this.add('BatchNormalization', [x, ...statistics.map((values) => this.floats([...values]))]);
  }

  relu(x: string): string {
    return this.add('Relu', [x]);
  }

  pool(x: string, kind: 'AveragePool' | 'MaxPool', kernel: number, stride: number, pad = 0): string {
    return this.add(kind, [x], {
      kernel_shape: { ints: [kernel, kernel] },
      strides: { ints: [stride, stride] },
      pads: { ints: [pad, pad, pad, pad] },
    });
  }

  gemm(x: string, featuresIn: number, featuresOut: number): string {
    return this.add('Gemm', [x, this.random(featuresOut, featuresIn), this.random(featuresOut)], {
      transB: { int: 1 },
    });
  }

  /** Global average pooling and one linear layer. */
  head(x: string, channels: number): string {
    return this.gemm(this.add('Flatten', [this.add('GlobalAveragePool', [x])]), channels, classes);
  }

  /** @param size of the picture; free where left out */
  build(logits: string, size: number | undefined, opset = 17): Model {
    const [height, width] = size === undefined ? ['height', 'width'] : [size, size];
    return buildModel({
      nodes: this.#nodes,
      inputs: [floatValue('input', ['batch', 3, height, width])],
      outputs: [floatValue(logits, ['batch', classes])],
      weights: this.#weights,
      opset,
    });
  }

  #name(): string {
    return `weight_${this.#weights.length}`;
  }
}

function product(dims: readonly number[]): number {
  return dims.reduce((total, size) => total * size, 1);
}
