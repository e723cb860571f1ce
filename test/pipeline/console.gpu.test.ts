/** A normal run prints nothing on the console: no warning of ONNX Runtime or of a shader. */
import { expect, test, vi } from 'vitest';
import { createExplainer } from '../../src/pipeline/api/explainer.ts';
import { blocks } from '../support/blocks.ts';
import { tinyModel } from '../support/tiny-model.ts';

// Before the runtime is loaded: it keeps the functions that it finds.
const told: string[] = [];
for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  vi.spyOn(console, level).mockImplementation((...words: unknown[]) => void told.push(`${level}: ${words.join(' ')}`));
}

test.each(['webgpu', 'wasm', 'cpu'] as const)('%s says nothing', async (backend) => {
  const explainer = await createExplainer({ model: tinyModel(), backend });
  const methods = ['cam', 'grad-cam', 'guided-grad-cam', 'eigen-cam', 'ablation-cam', 'integrated-gradients'];
  const { explained } = await explainer.explain([await blocks(64, 48, 1)], { methods, timed: true });
  await explained.paint(new OffscreenCanvas(32, 24), {
    ...{ method: 'cam', layer: 'last', show: 'blend', colourMap: 'jet', opacity: 0.5 },
  });
  explained.destroy();
  await explainer.destroy();
  expect(told).toEqual([]);
});
