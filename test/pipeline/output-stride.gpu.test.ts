/** Explanations by finer maps from the same weights. */
import { expect, test } from 'vitest';
import { createExplainer } from '../../src/pipeline/api/explainer.ts';
import type { ExplainerOptions } from '../../src/pipeline/api/explainer-options.ts';
import type { Explanation } from '../../src/pipeline/recipe/explanation.ts';
import { blocks } from '../support/blocks.ts';
import { refinableModel } from '../support/refinable-model.ts';

async function explain(
  options: Pick<ExplainerOptions, 'stride' | 'refine' | 'model'>,
  choice: { readonly methods: readonly string[]; readonly layers?: readonly string[] },
): Promise<readonly Explanation[]> {
  const explainer = await createExplainer({ model: refinableModel(), backend: 'cpu', ...options });
  try {
    const { refine = 'none' } = options;
    // The class predicted may be another: its probabilities come from more positions.
    const { results, explained } = await explainer.explain([await blocks(64, 48, 1)], { ...choice, refine, class: 2 });
    explained.destroy();
    return results[0]!.explanations;
  } finally {
    await explainer.destroy();
  }
}

/** Every second value of every second row. */
function onGrid({ width, values }: Explanation['map']): number[] {
  return values.filter((_, i) => (i % width) % 2 === 0 && Math.floor(i / width) % 2 === 0);
}

test('maps are twice as fine, and each position that there was keeps its value; a quarter by gradients, of a mean over four times as many', async () => {
  const methods = ['cam', 'grad-cam', 'hires-cam'];
  const plain = await explain({}, { methods });
  const finer = await explain({ stride: 2 }, { methods });
  for (const [i, { method, map }] of finer.entries()) {
    const expected = plain[i]!.map;
    expect([expected.width, expected.height, map.width, map.height], method).toEqual([8, 8, 16, 16]);
    const share = method === 'cam' ? 1 : 1 / 4;
    for (const [at, value] of onGrid(map).entries()) expect(value).toBeCloseTo(share * expected.values[at]!, 5);
    expect(new Set(map.values).size).toBeGreaterThan(new Set(expected.values).size);
  }
});

test('they are refined by the layers that are finer in the file’s network', async () => {
  const [refined] = await explain({ stride: 2, refine: 'affinity' }, { methods: ['cam'] });
  expect(refined?.refined?.layers).toEqual(['fine', 'coarse']);
  expect([refined?.map.width, refined?.map.height]).toEqual([16, 16]);
});

test('a description says the stride as well as an option, and the option counts', async () => {
  const model = refinableModel();
  const said = { ...model, description: { ...model.description, stride: 1 } };
  const [four] = await explain({ model: said }, { methods: ['cam'] });
  expect(four?.map.width).toBe(32);
  const [two] = await explain({ model: said, stride: 2 }, { methods: ['cam'] });
  expect(two?.map.width).toBe(16);
});

test('layers whose own maps were made finer refine nothing', async () => {
  await expect(explain({ stride: 1, refine: 'affinity' }, { methods: ['cam'] })).rejects.toMatchObject({
    code: 'method-needs',
    message: expect.stringContaining('Refining maps needs an earlier layer with maps of 16 × 16') as string,
  });
});

test('a stride that no map exceeds is refused', async () => {
  await expect(explain({ stride: 4 }, { methods: ['cam'] })).rejects.toMatchObject({
    code: 'bad-option',
    message:
      'The network cannot be given an output stride of 4: none of the maps whose strides can be followed is coarser.',
  });
});
