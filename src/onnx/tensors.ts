/** Every tensor of a model, its bytes fetched from the files beside it and held to its shape. */
import { CamLensError } from '../errors.ts';
import { DataType, type GraphProto, type TensorProto } from './messages.ts';

/** Files beside the model, by the name that the model calls them. */
export type ExternalFiles = Readonly<Record<string, Uint8Array>>;

const { BFLOAT16, BOOL, DOUBLE, FLOAT, FLOAT16, INT16, INT32, INT64, INT8, UINT16, UINT32, UINT64, UINT8 } = DataType;

/** Bytes of an element; types that no rule reads are absent, and not checked. */
const elementSizes: Readonly<Partial<Record<number, number>>> = {
  ...{ [BOOL]: 1, [INT8]: 1, [UINT8]: 1, [BFLOAT16]: 2, [FLOAT16]: 2, [INT16]: 2, [UINT16]: 2 },
  ...{ [FLOAT]: 4, [INT32]: 4, [UINT32]: 4, [DOUBLE]: 8, [INT64]: 8, [UINT64]: 8 },
};

/**
 * Gives tensors whose bytes lie in another file those bytes, as views, and checks that each tensor has as many values as
 * its shape says.
 * @throws CamLensError `model-damaged` naming the file or the tensor
 */
export function completeTensors(graph: GraphProto, files: ExternalFiles): void {
  for (const tensor of tensorsOf(graph)) {
    if (tensor.dataLocation === external) loadExternal(tensor, files);
    checkSize(tensor);
  }
}

/** The files in which tensors of a graph lie, each once. */
export function externalFilesOf(graph: GraphProto): readonly string[] {
  const files = new Set<string>();
  for (const { dataLocation, externalData } of tensorsOf(graph)) {
    if (dataLocation === external) files.add(externalData.find(({ key }) => key === 'location')?.value ?? '');
  }
  return [...files];
}

/** TensorProto.DataLocation.EXTERNAL */
const external = 1;

function* tensorsOf(graph: GraphProto): Generator<TensorProto> {
  yield* graph.initializer;
  for (const { attribute } of graph.node) {
    for (const { t, tensors, g, graphs } of attribute) {
      if (t !== undefined) yield t;
      yield* tensors;
      for (const inner of g === undefined ? graphs : [g, ...graphs]) yield* tensorsOf(inner);
    }
  }
}

function loadExternal(tensor: TensorProto, files: ExternalFiles): void {
  const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  const file = Object.hasOwn(files, location) ? files[location] : undefined;
  const title = `the weight "${tensor.name}"`;
  if (file === undefined) {
    throw new CamLensError(
      'model-damaged',
      `The model keeps ${title} in the file "${location}" beside it, which is not there. Give that file too.`,
    );
  }
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? file.length - offset);
  if (!(offset >= 0 && length >= 0 && offset + length <= file.length)) {
    throw new CamLensError('model-damaged', `The file "${location}" was cut off: ${title} lies beyond its end.`);
  }
  tensor.rawData = file.subarray(offset, offset + length) as Uint8Array<ArrayBuffer>;
  tensor.externalData = [];
  tensor.dataLocation = 0;
}

function checkSize(tensor: TensorProto): void {
  const elementSize = elementSizes[tensor.dataType];
  if (elementSize === undefined) return;
  const count = tensor.dims.reduce((product, dim) => product * Number(dim), 1);
  const found = tensor.rawData.length > 0 ? tensor.rawData.length / elementSize : typedLength(tensor);
  if (found === count && tensor.dims.every((dim) => dim >= 0n)) return;
  throw new CamLensError(
    'model-damaged',
    `The weight "${tensor.name}" of the model has ${found} values, but its shape [${tensor.dims.join(', ')}] wants ${count}.`,
  );
}

/** Values kept apart by type; the small types share the list of 32-bit integers. */
function typedLength({ dataType, floatData, int32Data, int64Data, doubleData, uint64Data }: TensorProto): number {
  const lists: Readonly<Partial<Record<number, readonly unknown[]>>> = {
    [FLOAT]: floatData,
    [DOUBLE]: doubleData,
    [INT64]: int64Data,
    [UINT32]: uint64Data,
    [UINT64]: uint64Data,
  };
  return (lists[dataType] ?? int32Data).length;
}
