/**
 * Damaged WebAssembly in a worker: Lens, page and run report the runtime's file as damaged, and do not blame the model.
 */
import { afterEach, expect, test, vi } from 'vitest';
import type { BackendChoice } from '../../src/pipeline/types.ts';
import { createLens } from '../../src/pipeline/worker/remote.ts';
import { Pool } from '../../src/runs/pool.ts';
import '../../src/ui/evaluate/cam-lens-evaluation.define.ts';
import { voc } from '../datasets/support/voc.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { fakeMeans, FakePool } from '../ui/support/fake-pool.ts';
import { inside, insideA, mount, pictureFile, shows, textOf } from '../ui/support/mount.ts';
import { disturbWorkers } from './worker-faults.ts';
import type { RuntimeDamage } from './workers/runtime-damages.ts';

const model = () => ({ files: [new File([tinyModel().bytes], 'tiny.onnx')], description: { size: 32 } });
const lensModule = new URL('./workers/broken-runtime-lens.ts', import.meta.url);
const runModule = new URL('./workers/broken-runtime-run.ts', import.meta.url);

afterEach(() => vi.unstubAllGlobals());

const cases: readonly (readonly [BackendChoice, RuntimeDamage, said: RegExp])[] = [
  ['wasm', 'cut off', /threaded\S*\.wasm is damaged, or was cut off after 1000000 bytes\. Reload the page/],
  ['wasm', 'the page instead', /threaded\S*\.wasm was not found \(HTTP 200\)\. Reload the page/],
  ['wasm', 'an empty module', /^ONNX Runtime does not start with \S*\.wasm: .* is not a function Reload the page/],
  ['wasm', 'another build', /^ONNX Runtime does not start with \S*\.wasm: .*LinkError/],
  ['webgpu', 'cut off', /asyncify\S*\.wasm is damaged, or was cut off after 1000000 bytes\. Reload the page/],
  ['webgpu', 'the page instead', /asyncify\S*\.wasm was not found \(HTTP 200\)\. Reload the page/],
  ['webgpu', 'an empty module', /^ONNX Runtime does not start with \S*asyncify\S*\.wasm: .* is not a function/],
  ['webgpu', 'another build', /^ONNX Runtime does not start with \S*asyncify\S*\.wasm: Cannot read properties/],
  ['auto', 'an empty module', /^ONNX Runtime does not start with /],
];

test.each(cases)('a Lens by %s, %s', async (backend, damage, said) => {
  disturbWorkers(lensModule, damage);
  await expect(createLens({ backend, model: model() })).rejects.toMatchObject({
    code: 'runtime-damaged',
    message: expect.stringMatching(said) as string,
  });
});

test('the page that explains', async () => {
  disturbWorkers(lensModule, 'the page instead' satisfies RuntimeDamage);
  const app = await mount('cam-lens-app', {
    samples: '/samples/samples.json',
    createLens: (options) => createLens({ ...options, backend: 'wasm', model: model() }),
  });
  await shows(app, () =>
    expect(textOf(inside(app, 'cam-lens-progress', 'p'))).toMatch(/threaded\.wasm was not found \(HTTP 200\)\. Reload/),
  );
});

test('a run', async () => {
  disturbWorkers(runModule, 'cut off' satisfies RuntimeDamage);
  const machine = { backend: 'wasm', model: tinyModel(), methods: ['cam'] } as const;
  await expect(Pool.create({ machine, workers: 1 })).rejects.toMatchObject({
    code: 'runtime-damaged',
    message: expect.stringMatching(/is damaged, or was cut off after 1000000 bytes\./) as string,
  });
});

test('the page for data sets', async () => {
  disturbWorkers(runModule, 'cut off' satisfies RuntimeDamage);
  const createPool = () => Pool.create({ machine: { backend: 'wasm', model: tinyModel() }, workers: 1 });
  const element = await mount('cam-lens-evaluation', {
    means: { ...fakeMeans(new FakePool(), undefined), createPool },
  });
  const files = [
    { path: 'set/n02106662-dog/a.png', file: await pictureFile('a.png', 100, 80) },
    { path: 'set/n02106662-dog/a.xml', file: new Blob([voc([['dog', [0, 0, 50, 80]]])]) },
  ];
  const given = new CustomEvent('cam-lens-given', { detail: { files }, bubbles: true, composed: true });
  inside(element, 'cam-lens-data-set').dispatchEvent(given);
  const start = () => insideA(HTMLButtonElement, element, 'cam-lens-run-status', '[data-command="start"]');
  await shows(element, () => expect(start().disabled).toBe(false));
  start().click();
  await shows(element, () =>
    expect(textOf(inside(element, 'cam-lens-run-status', '[role=alert]'))).toMatch(
      /cut off after 1000000 bytes\. Reload/,
    ),
  );
});
