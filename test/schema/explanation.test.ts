/** The schema of `explain --json`: explanations by the CPU engine, as the command prints them; the page is a stand-in. */
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { Headless } from '../../cli/headless.ts';
import { main } from '../../cli/main.ts';
import type { Compared } from '../../src/headless/comparing.ts';
import type { HeadlessResult } from '../../src/headless/calls.ts';
import { createCpuEngine } from '../../src/pipeline/engine/cpu-engine.ts';
import { Explained } from '../../src/pipeline/recipe/explained.ts';
import type { ExplainedParts } from '../../src/pipeline/recipe/explained-parts.ts';
import type { Picture } from '../../src/pipeline/types.ts';
import { expectAllFields, expectStrict, expectValid, schemaOf } from './published.ts';

vi.mock('../../cli/chosen-model.ts', () => ({
  checkModel: () => undefined,
  offerModel: () => ({ model: { url: '/models/net.onnx', file: 'net.onnx' } }),
}));
vi.mock('../../cli/headless.ts', () => ({ startHeadless: () => Promise.resolve(page()) }));

const model = { name: 'net', title: 'Net', sha256: 'a'.repeat(64), assumed: ['size'] };
const classes = ['ant', 'bee', 'cat', 'dog', 'eel', 'fox'];

const bisect: Required<Compared> = {
  stages: 4,
  first: {
    ...{ stage: 'upsample', values: 12, off: 2, what: 'heatmap 0', dims: [3, 4], index: [1, 2] },
    ...{ gpu: 'NaN', cpu: 0.5, tolerance: 1e-4 },
  },
};

/** Two maps of one picture, of which one is uniform. */
async function explained(more: Pick<ExplainedParts, 'target' | 'refined'>): Promise<HeadlessResult> {
  const size = { width: 12, height: 9 };
  const engine = createCpuEngine();
  const chain = engine.begin();
  const items = [[0, 0, 0, 1, 0, 0, 0.25, 0, 0], new Array<number>(9).fill(2)].map((values, i) => ({
    ...{ picture: 0, method: ['cam', 'grad-cam'][i]!, layer: 'last', convention: 'paper' as const },
    ...{ rectify: false, index: 0, map: chain.upload(Float32Array.from(values), [1, 3, 3]) },
  }));
  const heatmaps = chain.normalize(chain.upsample(items.map((item) => ({ ...item, size }))));
  const parts = {
    ...{ engine, chain, ...more, pictures: [{ ...size, name: 'a' } as Picture], groups: [{ items, heatmaps }] },
    ...{ network: { layers: { link: 'softmax' } }, classNames: classes, threshold: 0.15, boxless: false },
    ...{ atEach: undefined, logits: chain.upload(Float32Array.from([1, 4, 2, -1, 0, 3]), [1, classes.length]) },
  };
  const { results } = await Explained.create(parts as unknown as Parameters<typeof Explained.create>[0]);
  return { ...size, ...results[0]!, timings: { decode: 1.5, network: 20, total: 22.5 } };
}

const answers: (() => Promise<HeadlessResult>)[] = [
  () => explained({ target: 'predicted' }),
  async () => ({
    ...(await explained({
      target: [
        { index: 1, weight: 1 },
        { index: 5, weight: -0.5 },
      ],
      refined: { name: 'affinity', layers: ['fine', 'coarse'] },
    })),
    bisect,
  }),
];

function page(): Headless {
  return {
    alive: true,
    info: {
      backend: { network: 'wasm', stages: 'cpu', adapter: 'none' },
      ...{ model, chosen: { methods: ['cam'], layers: ['last'] }, leftOut: [], assumptions: [] },
    },
    explain: () => answers.shift()!(),
    close: () => Promise.resolve(),
  } as unknown as Headless;
}

async function explain(...images: readonly string[]): Promise<object> {
  let printed = '';
  await main(['explain', ...images, '--json'], { print: (text) => (printed += text), tell: () => undefined });
  return JSON.parse(printed) as object;
}

const sample = (name: string): string => join('public', 'samples', `${name}.webp`);

it('explanations, refined ones, a sum of classes, stages compared, and a picture that fails', async () => {
  const document = await explain(sample('giant-panda'), sample('german-shepherd'), 'none.jpg');
  expect(document).toMatchObject({
    results: [
      {
        explanations: [
          { box: [0, 2, 5, 9], empty: false },
          { box: null, empty: true, boxes: [] },
        ],
      },
      { explanations: [{ class: { name: 'bee − 0.5 · fox' } }, {}], bisect: { stages: 4 } },
      { error: { code: 'picture-missing' } },
    ],
  });
  expectStrict(
    'explanation',
    document,
    /^(model\/sha256|results\/\d+\/(bisect|timings\/\w+|explanations\/\d+\/(refined|class\/weights)))$/,
  );
  expectAllFields('explanation', [document]);
});

it('no box where the heatmap is uniform', async () => {
  const result = await explained({ target: 2 });
  const [first, uniform] = result.explanations;
  const isValid = schemaOf('explanation');
  const documentOf = (explanation: object | undefined): object => ({
    ...{ tool: 'cam-lens', version: '1.0.0', model: null, backend: null },
    results: [{ image: 'a.jpg', ...result, explanations: [explanation] }],
  });
  expect(isValid(documentOf(uniform))).toBe(true);
  expect(isValid(documentOf({ ...first, empty: true }))).toBe(false);
  expect(isValid(documentOf({ ...uniform, boxes: first!.boxes }))).toBe(false);
});

it('neither backend nor model where no picture could be tried', async () => {
  const document = await explain('none.jpg');
  expect(document).toMatchObject({ backend: null, model: null });
  expectValid('explanation', document);
});
