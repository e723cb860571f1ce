/** Networks of grey, oblong and channels-last pictures, from a picture to its heatmap, against plain float64. */
import { describe, expect, it } from 'vitest';
import { floatTensor, floatValue, node } from '../../../src/onnx/build.ts';
import { createExplainer } from '../../../src/pipeline/api/explainer.ts';
import { loadModelFiles } from '../../../src/pipeline/model/model-files.ts';
import { pictureFromPixels } from '../../../src/pipeline/picture/decode.ts';
import type { Normalization } from '../../../src/pipeline/types.ts';
import { preprocess } from '../../support/references/preprocess.ts';
import { upsample } from '../../support/references/upsample.ts';
import { relativeDifference } from '../../support/compare-arrays.ts';
import { randomFrom, randomValues } from '../../support/random.ts';
import { writtenModel } from '../../support/written-model.ts';

const [classes, features, target] = [3, 4, 0];
const random = randomFrom(11);
const [head, bias] = [randomValues(classes * features, 1, random), randomValues(features, 1, random)];

interface Shape {
  readonly channels: number;
  readonly width: number;
  readonly height: number;
  /** [N, height, width, channels]. */
  readonly isLast: boolean;
}

/** A convolution of 1 × 1 with ReLU, its mean, and a linear layer. */
function model({ channels, width, height, isLast }: Shape, filters: Float32Array): File {
  const bytes = writtenModel({
    name: 'plain',
    node: [
      ...(isLast ? [node('Transpose', ['x'], ['first'], { perm: { ints: [0, 3, 1, 2] } })] : []),
      node('Conv', [isLast ? 'first' : 'x', 'filters', 'bias'], ['conv'], { kernel_shape: { ints: [1, 1] } }),
      node('Relu', ['conv'], ['maps']),
      node('GlobalAveragePool', ['maps'], ['mean']),
      node('Flatten', ['mean'], ['flat']),
      node('Gemm', ['flat', 'head'], ['logits'], { transB: { int: 1 } }),
    ],
    initializer: [
      floatTensor('filters', [features, channels, 1, 1], filters),
      floatTensor('bias', [features], bias),
      floatTensor('head', [classes, features], head),
    ],
    input: [floatValue('x', isLast ? [1, height, width, channels] : [1, channels, height, width])],
    output: [floatValue('logits', [1, classes])],
  });
  return new File([bytes], 'plain.onnx');
}

const photo = { width: 41, height: 23 };
const bytes = Uint8ClampedArray.from({ length: 4 * photo.width * photo.height }, (_, i) =>
  i % 4 === 3 ? 255 : 255 * random(),
);
const tf: Normalization = { order: 'RGB', scale: 1 / 127.5, mean: [1, 1, 1], std: [1, 1, 1] };
const caffe: Normalization = { order: 'BGR', scale: 1, mean: [103.939, 116.779, 123.68], std: [1, 1, 1] };

/** Logits, and Grad-CAM of the class `target` as the mean of its gradients times the activations, before anything is cut off. */
function reference(shape: Shape, normalization: Normalization, filters: Float32Array) {
  const size = shape.width * shape.height;
  const colours = preprocess(bytes, photo, shape, normalization);
  const plane = (c: number) => colours.subarray(c * size, (c + 1) * size);
  const [red, green, blue] = [plane(0), plane(1), plane(2)];
  const grey = red.map((value, i) => 0.299 * value + 0.587 * green[i]! + 0.114 * blue[i]!);
  const planes = shape.channels === 1 ? [grey] : [red, green, blue];
  const maps = Array.from({ length: features }, (_, f) =>
    Float64Array.from({ length: size }, (__, i) =>
      Math.max(
        0,
        planes.reduce((sum, values, c) => sum + filters[f * shape.channels + c]! * values[i]!, bias[f]!),
      ),
    ),
  );
  const logits = Array.from({ length: classes }, (_, k) =>
    maps.reduce((sum, map, f) => sum + head[k * features + f]! * (map.reduce((a, b) => a + b, 0) / size), 0),
  );
  // ∂logit/∂map is head / size where the layer is read: the ReLU lies before it.
  const cam = Array.from({ length: size }, (_, i) =>
    maps.reduce((sum, map, f) => sum + (head[target * features + f]! / size) * map[i]!, 0),
  );
  return { logits, cam };
}

const shapes: readonly (Shape & { readonly normalization: Normalization })[] = [
  { channels: 1, width: 12, height: 12, isLast: false, normalization: tf },
  { channels: 3, width: 20, height: 9, isLast: false, normalization: caffe },
  { channels: 3, width: 8, height: 14, isLast: true, normalization: tf },
  { channels: 1, width: 15, height: 7, isLast: true, normalization: tf },
];

describe.each(['webgpu', 'wasm', 'cpu'] as const)('on %s', (backend) => {
  it.each(shapes)('$channels × $height × $width, channels last: $isLast', async ({ normalization, ...shape }) => {
    const filters = randomValues(features * shape.channels, 1, randomFrom(5));
    const given = await loadModelFiles({ files: [model(shape, filters)], description: { normalization } });
    const explainer = await createExplainer({ model: given, backend });
    const picture = await pictureFromPixels(bytes, photo.width, photo.height, 'noise');
    try {
      const choice = { methods: ['grad-cam', 'saliency', 'score-cam', 'occlusion'], layers: ['maps'], class: target };
      const { results, explained } = await explainer.explain([picture], choice);
      const { logits, cam } = reference(shape, normalization, filters);
      for (const { index, logit } of results[0]!.classes) expect(logit).toBeCloseTo(logits[index]!, 4);
      const [gradCam, ...others] = results[0]!.explanations;
      expect([gradCam!.map.width, gradCam!.map.height]).toEqual([shape.width, shape.height]);
      expect(relativeDifference(gradCam!.map.values, cam)).toBeLessThan(1e-4);
      for (const { map } of others) expect(map.values.every(Number.isFinite)).toBe(true);
      // Back to the picture's own geometry, 0…1.
      const [heatmap] = await explained.readHeatmaps(0);
      expect([heatmap!.width, heatmap!.height]).toEqual([photo.width, photo.height]);
      const raised = upsample(cam, shape, photo, true);
      const [lowest, highest] = [Math.min(...raised), Math.max(...raised)];
      const shown = raised.map((value) => (value - lowest) / (highest - lowest));
      expect(relativeDifference(heatmap!.values, shown)).toBeLessThan(1e-4);
      explained.destroy();
    } finally {
      picture.bitmap.close();
      await explainer.destroy();
    }
  });
});
