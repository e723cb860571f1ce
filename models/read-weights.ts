/** The weight manifest of model.json and the shards → weights by name. A weight may begin in one shard and end in another. */
import { CamLensError } from '../src/errors.ts';
import { asCount, asList, asRecord, asText } from './json-value.ts';

export interface Weight {
  readonly shape: readonly number[];
  /** Row-major; a view of the shard if the weight is in one, otherwise a copy. */
  readonly values: Float32Array;
}

export interface WeightSource {
  /** @throws CamLensError `model-damaged` if there is none with that name, or its shape differs */
  get(name: string, shape: readonly number[]): Weight;
  has(name: string): boolean;
}

type Shards = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** The position of a weight in its group, whose shards are one sequence of bytes. */
interface Place {
  readonly shape: readonly number[];
  readonly group: readonly Uint8Array<ArrayBuffer>[];
  readonly offset: number;
  readonly byteLength: number;
}

/** @param manifest `weightsManifest` of model.json: groups of { paths, weights: [{ name, shape, dtype }] } */
export function readWeights(manifest: unknown, shards: Shards): WeightSource {
  const places = new Map<string, Place>();
  for (const group of asList(manifest, 'weightsManifest in model.json')) placeGroup(group, shards, places);
  return {
    has: (name) => places.has(name),
    get(name, shape) {
      const place = places.get(name);
      if (place === undefined) throw new CamLensError('model-damaged', `The weight "${name}" is missing.`);
      if (place.shape.join() !== shape.join()) {
        const found = `[${place.shape.join(', ')}]`;
        throw new CamLensError(
          'model-damaged',
          `The weight "${name}" has the shape ${found}; [${shape.join(', ')}] was expected.`,
        );
      }
      return { shape, values: valuesAt(place) };
    },
  };
}

function placeGroup(value: unknown, shards: Shards, places: Map<string, Place>): void {
  const manifest = asRecord(value, 'a group of weightsManifest');
  const paths = asList(manifest.paths, 'paths in weightsManifest').map((path) => asText(path, 'a path of a shard'));
  const group = paths.map((path) => {
    const bytes = shards.get(path);
    if (bytes === undefined) throw new CamLensError('model-damaged', `The weight shard ${path} is missing.`);
    return bytes;
  });
  let offset = 0;
  for (const weight of asList(manifest.weights, 'weights in weightsManifest')) {
    const { name, shape, byteLength } = readEntry(weight);
    places.set(name, { shape, group, offset, byteLength });
    offset += byteLength;
  }
  const there = group.reduce((sum, bytes) => sum + bytes.byteLength, 0);
  if (there !== offset) {
    const range = `${paths[0] ?? 'no shard'} … ${paths.at(-1) ?? ''}`;
    throw new CamLensError('model-damaged', `The weight shards ${range} have ${there} bytes; ${offset} were expected.`);
  }
}

function readEntry(value: unknown): { name: string; shape: number[]; byteLength: number } {
  const entry = asRecord(value, 'a weight in weightsManifest');
  const name = asText(entry.name, 'name of a weight');
  const shape = asList(entry.shape, `shape of weight "${name}"`).map((size) =>
    asCount(size, `shape of weight "${name}"`),
  );
  if (entry.dtype !== 'float32' || entry.quantization !== undefined) {
    const kind = entry.quantization === undefined ? String(entry.dtype) : 'quantized';
    throw new CamLensError('model-unsupported', `The weight "${name}" is ${kind}; only plain float32 is converted.`);
  }
  return { name, shape, byteLength: shape.reduce((product, size) => product * size, 4) };
}

function valuesAt({ group, offset, byteLength }: Place): Float32Array {
  let start = offset;
  for (const [index, shard] of group.entries()) {
    if (start < shard.byteLength) {
      const isWhole = start + byteLength <= shard.byteLength;
      const isAligned = (shard.byteOffset + start) % 4 === 0;
      if (isWhole && isAligned) return new Float32Array(shard.buffer, shard.byteOffset + start, byteLength / 4);
      return joined(group.slice(index), start, byteLength);
    }
    start -= shard.byteLength;
  }
  return new Float32Array(0);
}

function joined(shards: readonly Uint8Array[], start: number, byteLength: number): Float32Array {
  const bytes = new Uint8Array(byteLength);
  let filled = 0;
  let from = start;
  for (const shard of shards) {
    const part = shard.subarray(from, from + byteLength - filled);
    bytes.set(part, filled);
    filled += part.byteLength;
    from = 0;
  }
  return new Float32Array(bytes.buffer);
}
