/** The ONNX graph as it grows during the walk over the Keras layers. */
import { create } from '@bufbuild/protobuf';
import { GraphProtoSchema, ModelProtoSchema, type GraphProto, type NodeProto, type TensorProto } from 'onnx-buf';
import { CamLensError } from '../src/errors.ts';
import { floatTensor, floatValue, intTensor, node, type AttributeValue } from '../src/onnx/build.ts';
import type { Model } from '../src/onnx/messages.ts';

/** Old enough for every runtime in use; ONNX pairs opset 17 with IR version 8. */
const opsetVersion = 17n;
const irVersion = 8n;

/** What one Keras layer gives the next. */
export interface Value {
  /** Of the ONNX value, once its node is there. */
  readonly name: string;
  readonly channels: number;
  /** [batch, channels]; otherwise [batch, channels, height, width]. */
  readonly flat: boolean;
  /** Provably no element is below 0. */
  readonly nonNegative: boolean;
  /** The layer that takes the value may do its work within its own node; `add` is called if it does not. */
  readonly pending?: Pending;
}

export interface Pending {
  /** Adds the node that makes the value. */
  add(): void;
  /** The value is `source` with a border of zeros. */
  readonly padding?: { readonly source: Value; readonly pads: Pads };
  /** The value is a convolution's, and can be had with every output channel scaled and shifted:
   * value · scale + shift, under another name. */
  readonly rescaled?: (name: string, scale: Float64Array, shift: Float64Array) => Value;
}

/** Rows and columns added [top, left, bottom, right], ONNX's order. */
export type Pads = readonly [top: number, left: number, bottom: number, right: number];

export class OnnxGraph {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #names = new Set<string>();
  /** Values whose nodes were pending and have been added. */
  readonly #settled = new Set<Value>();

  /** The name of a value that a node is about to take; if its own node was still pending it is added now. */
  use(value: Value): string {
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

  /** Adds a float32 constant over the values' own bytes and returns its name. */
  floats(name: string, dims: readonly number[], values: Float32Array): string {
    this.claim(name);
    this.#initializers.push(floatTensor(name, dims, values));
    return name;
  }

  /** Adds an int64 constant of one dimension and returns its name. */
  ints(name: string, values: readonly number[]): string {
    this.claim(name);
    this.#initializers.push(intTensor(name, [values.length], values));
    return name;
  }

  /** Takes a name; two values of one name would silently be one. */
  claim(name: string): void {
    if (this.#names.has(name)) {
      throw new CamLensError('model-unsupported', `Two values of the ONNX graph would be named "${name}".`);
    }
    this.#names.add(name);
  }

  finish(name: string, input: Value, output: Value): Model {
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
