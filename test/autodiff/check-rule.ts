/**
 * Checks a gradient rule against its operator: y = op(x…), score = Σ r · y with r at random, and every entry of
 * ∂score/∂x from the rule is compared with central differences (score(x + h) − score(x − h)) / 2h.
 */
import type { ReluRule } from '../../src/autodiff/rules/index.ts';
import { buildRuleGraphs, type RuleCase } from './rule-graphs.ts';
import { startRunner, tensor } from './run-model.ts';

export interface Mismatch {
  readonly input: string;
  readonly index: number;
  readonly analytic: number;
  readonly numeric: number;
}

const steps = { linear: { step: 0.5, tolerance: 1e-5 }, curved: { step: 1 / 32, tolerance: 1e-4 } };

/** @returns the entry that is furthest off, if any is beyond the tolerance */
export async function checkRule(
  opType: string,
  rule: RuleCase,
  relu: ReluRule = 'standard',
): Promise<Mismatch | undefined> {
  const usual = rule.linear === true ? steps.linear : steps.curved;
  const { step, tolerance } = { ...usual, ...(rule.step === undefined ? {} : { step: rule.step, tolerance: 1e-3 }) };
  const graphs = buildRuleGraphs(opType, rule, relu);
  const { feeds } = graphs;
  const plain = await startRunner(graphs.forward);
  const seeds = graphs.seedsFor(await plain.run(feeds));
  const backward = await startRunner(graphs.backward);
  const analytic = await backward.run({ ...feeds, ...seeds });

  const score = async (name: string, index: number, shift: number): Promise<number> => {
    const { dims, values } = feeds[name] ?? tensor([], []);
    const moved = tensor(dims, values.with(index, (values[index] ?? 0) + shift));
    const result = await plain.run({ ...feeds, [name]: moved });
    const products = Object.entries(result).flatMap(([y, { values: entries }]) =>
      Array.from(seeds[`seed of ${y}`]?.values ?? [], (r, i) => r * (entries[i] ?? NaN)),
    );
    return products.reduce((sum, product) => sum + product, 0);
  };
  let worst: (Mismatch & { readonly error: number }) | undefined;
  for (const name of Object.keys(feeds)) {
    const found = analytic[`d${name}`];
    const sizes = feeds[name]?.dims.join();
    if (found === undefined || found.dims.join() !== sizes)
      throw new Error(`∂/∂${name} is [${String(found?.dims)}], not [${String(sizes)}]`);
    const numeric: number[] = [];
    for (let i = 0; i < found.values.length; i += 1) {
      const slope = async (h: number): Promise<number> =>
        ((await score(name, i, h)) - (await score(name, i, -h))) / (2 * h);
      // Two steps, whose second-order errors cancel; the remaining error is below 1e-4 in float32.
      numeric.push(rule.linear === true ? await slope(step) : (4 * (await slope(step)) - (await slope(2 * step))) / 3);
    }
    const scale = Math.max(...numeric.map(Math.abs), 0.1);
    numeric.forEach((value, index) => {
      const gradient = found.values[index] ?? NaN;
      const error = Math.abs(gradient - value) / scale;
      if (!(error <= (worst?.error ?? tolerance))) {
        worst = { input: name, index, analytic: gradient, numeric: value, error };
      }
    });
  }
  await plain.release();
  await backward.release();
  return worst;
}
