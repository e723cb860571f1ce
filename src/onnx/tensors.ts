/** Completes every tensor of a model with bytes from external files, and checks it against its shape. */
import { CamLensError } from '../errors.ts';
import { own } from '../own.ts';
import { entriesOf } from './constants.ts';
import { DataType, type GraphProto, type TensorProto } from './messages.ts';

/** External files, by their names in the model. */
export type ExternalFiles = Readonly<Record<string, Uint8Array>>;

const { COMPLEX128, COMPLEX64, STRING } = DataType;
const { BFLOAT16, BOOL, DOUBLE, FLOAT, FLOAT16, INT16, INT32, INT64, INT8, UINT16, UINT32, UINT64, UINT8 } = DataType;

/** Bytes of an element; types that no rule reads are absent, and not checked. */
const elementSizes: ReadonlyMap<number, number> = new Map([
  ...[BOOL, INT8, UINT8].map((type) => [type, 1] as const),
  ...[BFLOAT16, FLOAT16, INT16, UINT16].map((type) => [type, 2] as const),
  ...[FLOAT, INT32, UINT32].map((type) => [type, 4] as const),
  ...[DOUBLE, INT64, UINT64].map((type) => [type, 8] as const),
]);

/**
 * Gives tensors stored in another file their bytes, as views, and checks that each tensor has as many values as its
 * shape requires.
 * @throws CamLensError `model-damaged` naming the file or the tensor; `model-unsupported` for a tensor in segments
 */
export function completeTensors(graph: GraphProto, files: ExternalFiles): void {
  for (const tensor of tensorsOf(graph)) {
    if (tensor.dataLocation === external) loadExternal(tensor, files);
    checkSize(tensor);
  }
}

/** The files that contain tensors of a graph, without duplicates. */
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
  const file = own(files, location);
  const title = `the weight "${tensor.name}"`;
  if (file === undefined) {
    throw new CamLensError(
      'model-damaged',
      `The model stores ${title} in the external file "${location}", which is missing. Provide that file too.`,
    );
  }
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? file.length - offset);
  if (!(offset >= 0 && length >= 0 && offset + length <= file.length)) {
    throw new CamLensError('model-damaged', `The file "${location}" is truncated: ${title} is beyond its end.`);
  }
  tensor.rawData = file.subarray(offset, offset + length) as Uint8Array<ArrayBuffer>;
  tensor.externalData = [];
  tensor.dataLocation = 0;
}

function checkSize(tensor: TensorProto): void {
  if (tensor.segment !== undefined) {
    const title = `The weight "${tensor.name}" of the model`;
    throw new CamLensError('model-unsupported', `${title} is stored in segments, which are not supported.`);
  }
  const found = lengthOf(tensor);
  if (found === undefined) return;
  const count = entriesOf(tensor);
  if (found === count && tensor.dims.every((dim) => dim >= 0n)) return;
  throw new CamLensError(
    'model-damaged',
    `The weight "${tensor.name}" of the model has ${found} values, but its shape ` +
      `[${tensor.dims.join(', ')}] requires ${count}.`,
  );
}

/** The number of values present; undefined for types that no rule reads. */
function lengthOf(tensor: TensorProto): number | undefined {
  const { dataType, rawData, stringData, floatData, doubleData } = tensor;
  if (dataType === STRING) return stringData.length;
  // Real and imaginary parts alternate.
  if (dataType === COMPLEX64) return rawData.length > 0 ? rawData.length / 8 : floatData.length / 2;
  if (dataType === COMPLEX128) return rawData.length > 0 ? rawData.length / 16 : doubleData.length / 2;
  const elementSize = elementSizes.get(dataType);
  if (elementSize === undefined) return undefined;
  return rawData.length > 0 ? rawData.length / elementSize : typedLength(tensor);
}

/** Values are stored by type; the small types share the list of 32-bit integers. */
function typedLength({ dataType, floatData, int32Data, int64Data, doubleData, uint64Data }: TensorProto): number {
  const lists = new Map<number, readonly unknown[]>([
    ...[[FLOAT, floatData] as const, [DOUBLE, doubleData] as const, [INT64, int64Data] as const],
    ...[[UINT32, uint64Data] as const, [UINT64, uint64Data] as const],
  ]);
  return (lists.get(dataType) ?? int32Data).length;
}
