/** Weights that know nothing: normal numbers in the place of those that were learned. */
import { floatTensor } from './build.ts';
import { DataType, withGraph, type TensorProto } from './messages.ts';
import type { Model } from './read.ts';

/**
 * The model with other weights; all else, every other weight too, is the SAME object.
 * @param weights in their new form, by name
 */
export function withWeights(model: Model, weights: ReadonlyMap<string, TensorProto>): Model {
  return withGraph(model, {
    initializer: model.graph.initializer.map((tensor) => weights.get(tensor.name) ?? tensor),
  });
}

/**
 * Normal numbers of the tensor's own mean and standard deviation, so that activations keep their size. The same seed and
 * name give the same numbers; a tensor whose values are all the same stays as it is.
 * @param tensor float32
 */
export function randomTensor(tensor: TensorProto, seed: number): TensorProto {
  const values = floatsOf(tensor);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  if (!(variance > 0)) return tensor;
  const normal = normalNumbers(seed, tensor.name);
  const random = values.map(() => mean + Math.sqrt(variance) * normal());
  return floatTensor(tensor.name, tensor.dims.map(Number), random);
}

export function isFloat(tensor: TensorProto): boolean {
  return tensor.dataType === DataType.FLOAT;
}

/** A copy: the file's bytes need not lie where floats may. */
function floatsOf({ rawData, floatData }: TensorProto): Float32Array {
  return rawData.length > 0 ? new Float32Array(rawData.slice().buffer) : Float32Array.from(floatData);
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

/** 0 … 1, without 1: sfc32, a small fast counting generator (Doty-Humphrey, PractRand), seeded by FNV-1a over the name. */
function uniformNumbers(seed: number, name: string): () => number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  let [a, b, c, counter] = [0, seed | 0, hash | 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return () => next() / 2 ** 32;
}
