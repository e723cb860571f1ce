/** How many inputs one run of the network takes. */
import type { Size } from '../types.ts';

/**
 * Inputs of 224 × 224 pixels: WebAssembly gains little from more, and a GPU would be idle with fewer. The first layer
 * of VGG with eight fits WebGPU's default binding of 128 MiB.
 */
const most = { wasm: { scores: 4, gradients: 2 }, webgpu: { scores: 8, gradients: 4 } } as const;
const usualPixels = 224 * 224;

/** What limits the inputs of a run. */
export interface Taker {
  readonly provider: 'wasm' | 'webgpu';
  /** The network's graph has a constant batch of 1. */
  readonly takesOne: boolean;
}

/**
 * @param isToInput whether gradients go back to the input, which keeps all intermediate values
 * @param input width and height of the network's input
 * @returns 1 or more; fewer if the input is larger
 */
export function inputsTogether({ provider, takesOne }: Taker, isToInput: boolean, { width, height }: Size): number {
  if (takesOne) return 1;
  const { scores, gradients } = most[provider];
  const usual = isToInput ? gradients : scores;
  return Math.min(usual, Math.max(1, Math.floor((usual * usualPixels) / (height * width))));
}
