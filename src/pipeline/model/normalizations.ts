/** Normalisations by their names in model zoos: value = (channel · scale − mean) / std. */
import type { Normalization } from '../types.ts';

export const normalizations = {
  /** Mean and standard deviation of ImageNet's pictures, channels 0…1: torchvision, timm, most exports of PyTorch. */
  torch: { order: 'RGB', scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  /** Channels −1…1: Keras's MobileNet, Inception, Xception. */
  tf: { order: 'RGB', scale: 1 / 127.5, mean: [1, 1, 1], std: [1, 1, 1] },
  /** Channels 0…255, blue first, minus ImageNet's mean: Caffe's networks, Keras's VGG and ResNet. */
  caffe: { order: 'BGR', scale: 1, mean: [103.939, 116.779, 123.68], std: [1, 1, 1] },
  /** Channels 0…255: networks that normalise pictures themselves. */
  bytes: { order: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
  /** Channels 0…1. */
  none: { order: 'RGB', scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] },
} as const satisfies Readonly<Record<string, Normalization>>;

export type NormalizationName = keyof typeof normalizations;

/**
 * From `mean` and `std` alone, three numbers each: for channels 0…1, as PyTorch writes them, or 0…255 if one of them is
 * above 1.
 */
export function normalizationFrom(mean: Triple = [0, 0, 0], std: Triple = [1, 1, 1]): Normalization {
  const isOfBytes = [...mean, ...std].some((value) => Math.abs(value) > 1);
  return { order: 'RGB', scale: isOfBytes ? 1 : 1 / 255, mean, std };
}

export type Triple = readonly [number, number, number];
