/** Packs a model for download by pages: weights in fewer bits, in files of a few megabytes each, and a description. */
import { floatTensor, node as makeNode } from '../../onnx/build.ts';
import { intAttribute } from '../../onnx/attributes.ts';
import { entriesOf, readFloats } from '../../onnx/constants.ts';
import { toFloat16 } from '../../onnx/half.ts';
import {
  DataType,
  externalTensor,
  rawTensor,
  withDocument,
  withGraph,
  type Model,
  type NodeProto,
  type TensorProto,
} from '../../onnx/messages.ts';
import { writeModel } from '../../onnx/write.ts';
import { own } from '../../own.ts';
import { required } from '../invariants.ts';
import type { ModelDescription } from '../types.ts';
import type { LoadedModel } from './loaded-model.ts';
import { prepareModel } from './prepared-model.ts';
import { weightFilesKey, type WeightFile } from './weight-files.ts';

/** How weights are stored: exactly; in 16 bits; convolutions and linear layers in 8 bits and the rest in 16. */
export const weightFormats = ['f32', 'f16', 'int8'] as const;
export type WeightFormat = (typeof weightFormats)[number];

export interface PackedModel {
  /** The files beside the description: the model first, then its weights. */
  readonly files: readonly PackedFile[];
  /** JSON that `createExplainer` and `<cam-lens model>` take. */
  readonly description: ModelDescription;
}

export interface PackedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface PackChoice {
  readonly weights: WeightFormat;
  /** Sha256 of bytes, hexadecimal. */
  readonly sha256: (bytes: Uint8Array) => string;
}

/**
 * Approximate size of files of weights, so that several can be downloaded in parallel; a larger weight is not split.
 */
const fileBytes = 8 * 2 ** 20;

/** Smaller weights, such as biases, stay exact: they are a few per cent of all bytes. */
const leastEntries = 2048;
/** Smaller weights stay in the model file. */
const leastBytes = 4096;

/**
 * The result is standard ONNX: narrow weights are widened by Cast and DequantizeLinear nodes, which cam-lens resolves when it
 * reads the model. Weights of int8 have one scale for each output channel: the largest magnitude becomes 127.
 * @throws CamLensError see prepareModel
 */
export function packModel(loaded: LoadedModel, { weights, sha256 }: PackChoice): PackedModel {
  const { description, classes, classifier } = prepareModel(loaded);
  const narrow = narrowed(classifier.model, weights);
  const { model, files } = apart(narrow, description.name);
  const said = Object.fromEntries(
    files.map(({ name, bytes }): [string, WeightFile] => [name, { sizeBytes: bytes.length, sha256: sha256(bytes) }]),
  );
  const documented = withDocument(model, model.docString, { [weightFilesKey]: JSON.stringify(said) });
  const name = `${description.name}.onnx`;
  const bytes = writeModel(documented);
  return {
    files: [{ name, bytes }, ...files],
    description: { ...description, file: name, sha256: sha256(bytes), sizeBytes: bytes.length, classes },
  };
}

function narrowed(model: Model, format: WeightFormat): Model {
  if (format === 'f32') return model;
  const axes = format === 'int8' ? channelAxes(model) : new Map<string, number>();
  const nodes: NodeProto[] = [];
  const initializer = model.graph.initializer.flatMap((tensor) => {
    if (tensor.dataType !== DataType.FLOAT || entriesOf(tensor) < leastEntries) return [tensor];
    const stored = `${tensor.name}/stored`;
    const axis = axes.get(tensor.name);
    if (axis === undefined) {
      nodes.push(makeNode('Cast', [stored], [tensor.name], { to: { int: DataType.FLOAT } }));
      return [rawTensor(stored, DataType.FLOAT16, tensor.dims, toFloat16(floatsOf(tensor)))];
    }
    const { values, scales } = quantized(tensor, axis);
    const scale = `${tensor.name}/scale`;
    nodes.push(makeNode('DequantizeLinear', [stored, scale], [tensor.name], { axis: { int: axis } }));
    return [rawTensor(stored, DataType.INT8, tensor.dims, values), floatTensor(scale, [scales.length], scales)];
  });
  return withGraph(model, { node: [...nodes, ...model.graph.node], initializer });
}

/** Weights of convolutions and linear layers → the axis of their output channels. */
function channelAxes({ graph }: Model): ReadonlyMap<string, number> {
  const dims = new Map(graph.initializer.map((tensor) => [tensor.name, tensor.dims.length]));
  const axisOf: Readonly<Record<string, (node: NodeProto) => number>> = {
    Conv: () => 0,
    Gemm: (node) => (intAttribute(node, 'transB') === 1 ? 0 : 1),
    MatMul: (node) => required(dims.get(node.input[1] ?? ''), 'the rank of a weight') - 1,
  };
  return new Map(
    graph.node.flatMap((node): [string, number][] => {
      const [, weight = ''] = node.input;
      const axis = dims.has(weight) ? own(axisOf, node.opType)?.(node) : undefined;
      return axis === undefined ? [] : [[weight, axis]];
    }),
  );
}

function quantized(tensor: TensorProto, axis: number): { values: Int8Array; scales: Float32Array<ArrayBuffer> } {
  const floats = floatsOf(tensor);
  const dims = tensor.dims.map(Number);
  const channels = required(dims[axis], 'the number of output channels');
  const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const channelOf = (i: number): number => Math.floor(i / inner) % channels;
  const scales = new Float32Array(channels);
  for (let i = 0; i < floats.length; i++) scales[channelOf(i)] = Math.max(scales[channelOf(i)]!, Math.abs(floats[i]!));
  for (let c = 0; c < channels; c++) scales[c] = scales[c]! / 127;
  const values = Int8Array.from(floats, (value, i) => {
    const scale = scales[channelOf(i)]!;
    return scale === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(value / scale)));
  });
  return { values, scales };
}

/** A view where the file stores bytes. */
function floatsOf(tensor: TensorProto): Float32Array<ArrayBuffer> {
  return tensor.rawData.length === 0
    ? Float32Array.from(readFloats(tensor) ?? [])
    : new Float32Array(tensor.rawData.slice().buffer);
}

/** Moves large weights to separate files. */
function apart(model: Model, name: string): { readonly model: Model; readonly files: readonly PackedFile[] } {
  const shards: { tensors: TensorProto[]; sizeBytes: number }[] = [];
  const shardOf = new Map<TensorProto, { readonly shard: number; readonly offset: number }>();
  for (const tensor of model.graph.initializer) {
    const { length } = tensor.rawData;
    if (length < leastBytes) continue;
    let last = shards.at(-1);
    if (last === undefined || last.sizeBytes + length > fileBytes) shards.push((last = { tensors: [], sizeBytes: 0 }));
    shardOf.set(tensor, { shard: shards.length - 1, offset: last.sizeBytes });
    last.tensors.push(tensor);
    last.sizeBytes += length;
  }
  const nameOf = (shard: number): string => `${name}.weights-${String(shard + 1).padStart(2, '0')}.bin`;
  const initializer = model.graph.initializer.map((tensor) => {
    const place = shardOf.get(tensor);
    return place === undefined
      ? tensor
      : externalTensor(tensor, { location: nameOf(place.shard), offset: place.offset, length: tensor.rawData.length });
  });
  const files = shards.map(({ tensors, sizeBytes }, shard) => {
    const bytes = new Uint8Array(sizeBytes);
    for (const tensor of tensors) bytes.set(tensor.rawData, shardOf.get(tensor)?.offset ?? 0);
    return { name: nameOf(shard), bytes };
  });
  return { model: withGraph(model, { initializer }), files };
}
