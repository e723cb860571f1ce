/** How an explainer starts: its shaders compile while the model is loaded, and nothing is left of a start that failed. */
import { afterEach, expect, test, vi } from 'vitest';
import { createExplainer } from '../../../src/pipeline/api/explainer.ts';
import { stageNames } from '../../../src/pipeline/engine/stages.ts';
import { tinyModel } from '../../support/tiny-model.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('every shader is being compiled before the network is made', async () => {
  const compile = vi.spyOn(GPUDevice.prototype, 'createComputePipelineAsync');
  let compiled: number | undefined;
  const explainer = await createExplainer({
    model: tinyModel(),
    backend: 'wasm',
    onProgress: ({ step }) => {
      if (step === 'session') compiled = compile.mock.calls.length;
    },
  });
  try {
    expect(compiled).toBeGreaterThanOrEqual(stageNames.length);
    expect(compile).toHaveBeenCalledTimes(compiled ?? NaN);
  } finally {
    await explainer.destroy();
  }
});

test('of a model that cannot be loaded no device is left', async () => {
  const requested = vi.spyOn(GPUAdapter.prototype, 'requestDevice');
  const destroyed = vi.spyOn(GPUDevice.prototype, 'destroy');
  await expect(createExplainer({ model: '/there-is-none.json', backend: 'wasm' })).rejects.toMatchObject({
    code: 'model-missing',
  });
  expect(requested).toHaveBeenCalledTimes(1);
  expect(destroyed.mock.contexts).toContain(await requested.mock.results[0]?.value);
});
