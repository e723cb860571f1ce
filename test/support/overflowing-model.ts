/** The tiny network, scaled such that its logits are finite, and the gradients before its last layer are not. */
import { readModel } from '../../src/onnx/read.ts';
import { writeModel } from '../../src/onnx/write.ts';
import type { LoadedModel } from '../../src/pipeline/model/loaded-model.ts';
import { tinyModel } from './tiny-model.ts';

/** 1e4 · 1e37 is above the largest float32, 3.4e38; activations of about 1e-37 times 1e37 are about 1. */
const factors: Readonly<Record<string, number>> = { 'stem.weight': 1e-37, 'branch.weight': 1e37, 'head.weight': 1e4 };

export function overflowingModel(): LoadedModel {
  const tiny = tinyModel();
  const model = readModel(tiny.bytes);
  for (const tensor of model.graph.initializer) {
    const scaled = new Float32Array(tensor.rawData.slice().buffer).map((value) => value * (factors[tensor.name] ?? 1));
    tensor.rawData = new Uint8Array(scaled.buffer);
  }
  const bytes = writeModel(model);
  return { ...tiny, bytes, description: { ...tiny.description, sizeBytes: bytes.length } };
}
