/** Random weights: normally distributed numbers in place of learned ones. */
import { sfc32 } from '../random.ts';
import { floatTensor } from './build.ts';
import { DataType, type TensorProto } from './messages.ts';

/**
 * Normally distributed numbers with the tensor's own mean and standard deviation, so activations keep their scale. The
 * same seed and name give the same numbers; a tensor whose values are all equal is not changed.
 * @param tensor float32
 */
export function randomTensor(tensor: TensorProto, seed: number): TensorProto {
  const values = floatsOf(tensor);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  if (!(variance > 0)) return tensor;
  const [normal, deviation] = [normalNumbers(seed, tensor.name), Math.sqrt(variance)];
  const random = values.map(() => mean + deviation * normal());
  return floatTensor(tensor.name, tensor.dims.map(Number), random);
}

export function isFloat(tensor: TensorProto): boolean {
  return tensor.dataType === DataType.FLOAT;
}

/** The values of a float32 tensor: a view of its bytes if they are aligned, otherwise a copy. */
export function floatsOf({ rawData, floatData }: TensorProto): Float32Array {
  if (rawData.length === 0) return Float32Array.from(floatData);
  const { buffer, byteOffset, length } = rawData.byteOffset % 4 === 0 ? rawData : Uint8Array.from(rawData);
  return new Float32Array(buffer, byteOffset, length / 4);
}

/** Of mean 0 and variance 1, by Box and Muller. */
function normalNumbers(seed: number, name: string): () => number {
  const uniform = uniformNumbers(seed, name);
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** 0 … 1, without 1; seeded by the FNV-1a hash of the name. */
function uniformNumbers(seed: number, name: string): () => number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  const next = sfc32(seed, hash);
  return () => next() / 2 ** 32;
}
