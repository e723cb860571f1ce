/** Builds the ONNX graph during the walk over the Keras layers. */
import { create } from '@bufbuild/protobuf';
import { GraphProtoSchema, ModelProtoSchema, type GraphProto, type NodeProto, type TensorProto } from 'onnx-buf';
import { CamLensError } from '../src/errors.ts';
import { floatTensor, floatValue, intTensor, node, type AttributeValue } from '../src/onnx/build.ts';
import type { Model } from '../src/onnx/messages.ts';

/** Supported by every runtime in use; ONNX pairs opset 17 with IR version 8. */
const opsetVersion = 17n;
const irVersion = 8n;

/** The output of a converted Keras layer. */
export interface GraphValue {
  /** Name of the ONNX value, once its node has been added. */
  readonly name: string;
  readonly channels: number;
  /** [batch, channels]; otherwise [batch, channels, height, width]. */
  readonly flat: boolean;
  /** True if provably no element is negative. */
  readonly nonNegative: boolean;
  /** Set while the node has not been added: the next layer may merge it into its own node, or calls `add`. */
  readonly pending?: Pending;
}

export interface Pending {
  /** Adds the node that makes the value. */
  add(): void;
  /** Set if the value is `source` with a border of zeros. */
  readonly padding?: { readonly source: GraphValue; readonly pads: Pads };
  /**
   * Set if the value is a convolution's: makes it with every output channel scaled and shifted, value · scale + shift,
   * under another name.
   */
  readonly rescaled?: (name: string, scale: Float64Array, shift: Float64Array) => GraphValue;
}

/** Rows and columns added [top, left, bottom, right], ONNX's order. */
export type Pads = readonly [top: number, left: number, bottom: number, right: number];

export class OnnxGraph {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #names = new Set<string>();
  /** Values whose pending nodes have been added. */
  readonly #settled = new Set<GraphValue>();

  /** Returns the name of a value for use as an input; adds its node first if that is still pending. */
  use(value: GraphValue): string {
    if (value.pending !== undefined && !this.#settled.has(value)) {
      this.#settled.add(value);
      value.pending.add();
    }
    return value.name;
  }

  /** Adds a node with one output and returns the output's name. */
  add(
    opType: string,
    input: readonly string[],
    output: string,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    this.claim(output);
    this.#nodes.push(node(opType, input, [output], attributes));
    return output;
  }

  /** Adds a float32 constant that shares the bytes of `values`, and returns its name. */
  floats(name: string, dims: readonly number[], values: Float32Array): string {
    this.claim(name);
    this.#initializers.push(floatTensor(name, dims, values));
    return name;
  }

  /** Adds a one-dimensional int64 constant and returns its name. */
  ints(name: string, values: readonly number[]): string {
    this.claim(name);
    this.#initializers.push(intTensor(name, [values.length], values));
    return name;
  }

  /** Reserves a name: two values with the same name would silently become one. */
  claim(name: string): void {
    if (this.#names.has(name)) {
      throw new CamLensError('model-unsupported', `Two values of the ONNX graph would be named "${name}".`);
    }
    this.#names.add(name);
  }

  finish(name: string, input: GraphValue, output: GraphValue): Model {
    const outputName = this.use(output);
    const space = (end: string): string[] => [`${end}height`, `${end}width`];
    const graph: GraphProto = create(GraphProtoSchema, {
      name,
      node: this.#nodes,
      initializer: this.#initializers,
      input: [floatValue(input.name, ['batch', input.channels, ...space('')])],
      output: [floatValue(outputName, ['batch', output.channels, ...(output.flat ? [] : space('output_'))])],
    });
    return create(ModelProtoSchema, {
      irVersion,
      producerName: 'cam-lens',
      opsetImport: [{ domain: '', version: opsetVersion }],
      graph,
    }) as Model;
  }
}
