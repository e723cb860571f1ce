/** What methods are written in: each operation is a stage that makes one array of others. */
import type { Chain, Value } from './chain.ts';

/** Gradients [N, C, H, W] → weights [N, C], the mean over space. */
export function channelWeights(chain: Chain, gradients: Value): Value {
  return chain.compute('channel-weights', [gradients]);
}

/** Weights [N, C] and activations [N, C, H, W] → maps [N, H, W], signed: Σc w[c]·A[c]. */
export function weightedSum(chain: Chain, weights: Value, activations: Value): Value {
  return chain.compute('weighted-sum', [weights, activations]);
}

/** Activations and gradients [N, C, H, W] → weights [N, C] of Grad-CAM++. */
export function plusPlusWeights(chain: Chain, activations: Value, gradients: Value): Value {
  return chain.compute('plus-plus-weights', [activations, gradients]);
}

/** Activations and gradients [N, C, H, W] → weights [N, C] of XGrad-CAM. */
export function xGradWeights(chain: Chain, activations: Value, gradients: Value): Value {
  return chain.compute('x-grad-weights', [activations, gradients]);
}

/** Gradients and activations [N, C, H, W] → maps [N, H, W], signed: Σc g·A. */
export function productSum(chain: Chain, gradients: Value, activations: Value): Value {
  return chain.compute('product-sum', [gradients, activations], { rectify: 0 });
}

/** Gradients and activations [N, C, H, W] → maps [N, H, W]: Σc ReLU(g)·A. */
export function rectifiedProductSum(chain: Chain, gradients: Value, activations: Value): Value {
  return chain.compute('product-sum', [gradients, activations], { rectify: 1 });
}

/** Activations [N, C, H, W] → maps [N, H, W], signed: the centred activations' projection on their first right singular
 * vector. */
export function principalMap(chain: Chain, activations: Value): Value {
  return chain.compute('principal-map', [activations]);
}

/** Gradients at the input [N, 3, height, width] → maps [N, height, width]: the largest magnitude of the colours. */
export function colourMaximum(chain: Chain, gradients: Value): Value {
  return chain.compute('colour-maximum', [gradients]);
}

/** A box of a tensor's channels, rows and columns, half-open: first and end of each. */
export type TensorBox = readonly [c0: number, c1: number, y0: number, y1: number, x0: number, x1: number];

/** Copies of an entry of a tensor [N, C, H, W], one for each box, which is zero there → [boxes, C, H, W]. */
export function erase(chain: Chain, tensor: Value, entry: number, boxes: readonly TensorBox[]): Value {
  return chain.compute('erase', [tensor, chain.upload(Float32Array.from(boxes.flat()), [boxes.length, 6])], { entry });
}

/** Copies of an entry of a tensor [N, C, H, W], each times a factor → [factors, C, H, W]. */
export function scale(chain: Chain, tensor: Value, entry: number, factors: readonly number[]): Value {
  return chain.compute('scale', [tensor, chain.upload(Float32Array.from(factors), [factors.length])], { entry });
}

export interface Noise {
  /** The first of the samples; the same sample of the same seed is the same noise, whoever asks. */
  readonly first: number;
  readonly copies: number;
  /** Standard deviation. */
  readonly sigma: number;
  readonly seed: number;
}

/** Copies of an entry of a tensor [N, C, H, W], each with Gaussian noise of its own → [copies, C, H, W]. */
export function addNoise(chain: Chain, tensor: Value, entry: number, noise: Noise): Value {
  return chain.compute('add-noise', [tensor], { entry, ...noise });
}

/**
 * Copies of a picture [1, C, H, W] in which the pixels that come first are those of another, for each number of pixels
 * → [counts, C, H, W].
 * @param places [H, W]: each pixel's place in the order, from 0
 */
export function replacePixels(
  chain: Chain,
  before: Value,
  after: Value,
  places: Value,
  counts: readonly number[],
): Value {
  const many = chain.upload(Float32Array.from(counts), [counts.length]);
  return chain.compute('replace-pixels', [before, after, places, many]);
}

/**
 * An entry of a tensor [N, C, H, W], each channel blurred across and down by a kernel of odd length, zeros around it
 * → [1, C, H, W].
 */
export function blur(chain: Chain, tensor: Value, entry: number, kernel: readonly number[]): Value {
  return chain.compute('blur', [tensor, chain.upload(Float32Array.from(kernel), [kernel.length])], { entry });
}
