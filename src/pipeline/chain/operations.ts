/** The operations that methods are written with: each is a stage that makes one array from others. */
import { dimsOf } from '../invariants.ts';
import type { Size } from '../types.ts';
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

/** Gradients and activations [N, C, H, W] → maps [N, H, W]: Σc ReLU(g·A). */
export function sumOfRectifiedProducts(chain: Chain, gradients: Value, activations: Value): Value {
  return chain.compute('product-sum', [gradients, activations], { rectify: 2 });
}

/**
 * Maps [N, H, W], signed, but all 0 for a picture whose positive and negative terms cancel at all positions: whose largest
 * magnitude is below a share of the largest sum of positive terms.
 * @param positives [N, H, W]: the sums of the positive terms
 */
export function clearCancelled(chain: Chain, maps: Value, positives: Value, share: number): Value {
  return chain.compute('clear-cancelled', [maps, positives], { share });
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

/** A box of a tensor's channels, rows and columns, half-open: start and end of each. */
export type TensorBox = readonly [c0: number, c1: number, y0: number, y1: number, x0: number, x1: number];

/** Copies of an entry of a tensor [N, C, H, W], one for each box, with zeros inside the box → [boxes, C, H, W]. */
export function erase(chain: Chain, tensor: Value, entry: number, boxes: readonly TensorBox[]): Value {
  return chain.compute('erase', [tensor, chain.upload(Float32Array.from(boxes.flat()), [boxes.length, 6])], { entry });
}

/** Copies of an entry of a tensor [N, C, H, W], each multiplied by a factor → [factors, C, H, W]. */
export function scale(chain: Chain, tensor: Value, entry: number, factors: readonly number[]): Value {
  return chain.compute('scale', [tensor, chain.upload(Float32Array.from(factors), [factors.length])], { entry });
}

export interface Noise {
  /** Index of the first sample; a sample's noise depends only on its index and the seed. */
  readonly first: number;
  readonly copies: number;
  /** Standard deviation. */
  readonly sigma: number;
  readonly seed: number;
}

/** Copies of an entry of a tensor [N, C, H, W], each with its own Gaussian noise → [copies, C, H, W]. */
export function addNoise(chain: Chain, tensor: Value, entry: number, noise: Noise): Value {
  return chain.compute('add-noise', [tensor], { entry, ...noise });
}

/**
 * Copies of a picture [1, C, H, W] in which the first pixels of an order are replaced by those of another, for each
 * number of pixels → [counts, C, H, W].
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
 * Copies of a picture [1, C, H, W] in which the first pixels of an order are the weighted means of their neighbours, plus
 * noise, for each number of pixels → [counts, C, H, W] (noisy linear imputation, Rong et al. 2022).
 * @param noise [1, C, H, W]
 * @param places [H, W]: each pixel's place in the order, from 0
 * @param counts each less than all pixels
 */
export function impute(chain: Chain, image: Value, noise: Value, places: Value, counts: readonly number[]): Value {
  const many = chain.upload(Float32Array.from(counts), [counts.length]);
  return chain.compute('impute', [image, noise, places, many]);
}

/**
 * An entry of a tensor [N, C, H, W], each channel blurred horizontally and vertically by a kernel of odd length, with
 * zeros around it → [1, C, H, W].
 */
export function blur(chain: Chain, tensor: Value, entry: number, kernel: readonly number[]): Value {
  return chain.compute('blur', [tensor, chain.upload(Float32Array.from(kernel), [kernel.length])], { entry });
}

/**
 * The vector of each position of a tensor [N, C, H, W], divided by its length; zeros if it is only rounding.
 * @param origins [N, C]: subtracted first; default: nothing
 */
export function unitVectors(chain: Chain, tensor: Value, origins?: Value): Value {
  const [pictures, channels] = dimsOf(tensor.dims, ['N', 'C', 'H', 'W'], 'features');
  const zero = (): Value => chain.upload(new Float32Array(pictures * channels), [pictures, channels]);
  return chain.compute('unit-vectors', [tensor, origins ?? zero()]);
}

/** The means of the 3 × 3 values around every second position of a tensor [N, C, H, W] → [N, C, height, width]. */
export function halve(chain: Chain, tensor: Value, half: Size): Value {
  return chain.compute('halve', [tensor], { width: half.width, height: half.height });
}

/**
 * Unit vectors of two layers, [N, C, H, W] each, and seeds [N, maps, H, W] → each position's mean of the seeds,
 * weighted by similarity.
 */
export function vote(chain: Chain, fine: Value, coarse: Value, seeds: Value): Value {
  return chain.compute('vote', [fine, coarse, seeds]);
}

/** Values of a tensor [N, C, H, W] below `low` or above `high` become `low` or `high`. */
export function clamp(chain: Chain, tensor: Value, low: number, high: number): Value {
  return chain.compute('clamp', [tensor], { low, high });
}

/** Maps [N, maps, H, W], capped at their median over the positions whose seed is at least `core`. */
export function capAtMedian(chain: Chain, maps: Value, seeds: Value, core: number): Value {
  return chain.compute('cap-at-median', [maps, seeds], { core });
}

/**
 * The guided filter with colour pictures [N, 3, H, W] as guides → maps [N, maps, H, W] that follow the pictures' edges.
 */
export function guidedFilter(
  chain: Chain,
  guide: Value,
  maps: Value,
  { radius, epsilon }: { readonly radius: number; readonly epsilon: number },
): Value {
  const coefficients = chain.compute('guided-coefficients', [guide, maps], { radius, epsilon });
  return chain.compute('guided-means', [guide, coefficients], { radius });
}
