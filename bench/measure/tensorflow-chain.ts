/**
 * Grad-CAM's stages in TensorFlow.js, as its users write them: from a layer's activations and gradients to the mask. It finds no
 * components and no boxes.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PeerChain } from '../../src/benchmark/peers/compare-peers.ts';
import { largestAtEach } from '../../src/pipeline/engine/cpu/components.ts';
import { runsOf } from '../../src/pipeline/engine/cpu/runs.ts';
import type { ChainTask } from './own-chain.ts';

/** Where TensorFlow.js computes. */
export type PeerBackend = 'webgpu' | 'wasm';

/** Name and version. */
export const tensorflowName = `TensorFlow.js ${tf.version_core}`;

/** Loads the backend. @throws Error of TensorFlow.js, or one that says so, if it cannot start */
export async function startTensorflow(backend: PeerBackend): Promise<void> {
  await loaders[backend]();
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend "${backend}" here.`);
  await tf.ready();
}

const loaders: Readonly<Record<PeerBackend, () => Promise<void>>> = {
  webgpu: async () => {
    await import('@tensorflow/tfjs-backend-webgpu');
  },
  wasm: async () => {
    const [{ setWasmPaths }, { default: simd }, { default: plain }] = await Promise.all([
      import('@tensorflow/tfjs-backend-wasm'),
      import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
      import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
    ]);
    // One thread, as the CPU engine: its threads start from blob: URLs, which the policy of the page forbids.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    // It wants a place for every file, also for the one that needs threads.
    setWasmPaths({
      'tfjs-backend-wasm.wasm': plain,
      ...{ 'tfjs-backend-wasm-simd.wasm': simd, 'tfjs-backend-wasm-threaded-simd.wasm': simd },
    });
  },
};

/** Up to the number of pixels in the mask. The box of its output is found in its heatmap by cam-lens, on the CPU. */
export function tensorflowChain(task: ChainTask): PeerChain {
  const countMask = async (): Promise<number> => {
    const count = tf.tidy(() => tf.sum(tf.cast(tf.greaterEqual(heatmapOf(task), task.threshold), 'int32')));
    return (await readAndDispose(count))[0] ?? NaN;
  };
  return {
    run: countMask,
    output: async () => {
      const heatmap = await readAndDispose(tf.tidy(() => heatmapOf(task)));
      const [largest] = largestAtEach(runsOf(heatmap, task.size, [Math.fround(task.threshold)]));
      return { heatmap, maskPixels: await countMask(), box: largest?.box ?? null };
    },
  };
}

function heatmapOf({ layer, size }: ChainTask): tf.Tensor {
  const shape: [number, number, number] = [layer.side, layer.side, layer.channels];
  const [activations, gradients] = [tf.tensor3d(layer.activations, shape), tf.tensor3d(layer.gradients, shape)];
  const weights = tf.mean(gradients, [0, 1]);
  const map = tf.relu(tf.sum<tf.Tensor3D>(tf.mul(activations, weights), 2, true));
  const large = tf.image.resizeBilinear(map, [size.height, size.width], false, true);
  const [least, most] = [tf.min(large), tf.max(large)];
  return tf.div(tf.sub(large, least), tf.sub(most, least));
}

async function readAndDispose(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}
