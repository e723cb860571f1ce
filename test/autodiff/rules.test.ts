/** Every gradient rule, compared with central differences of the operator, run by ONNX Runtime. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/autodiff/rules/index.ts';
import { noGradient } from '../../src/autodiff/rules/no-gradient.ts';
import { checkRule } from './check-rule.ts';
import type { RuleCase } from './rule-graphs.ts';
import { ruleCases } from './rule-cases.ts';

const rows = Object.entries<readonly RuleCase[]>(ruleCases).flatMap(([opType, cases]) =>
  cases.map((ruleCase) => [opType, ruleCase.title, ruleCase] as const),
);

it('every operator in the table has a case', () => {
  const isOfIntegers = (name: string): boolean => name.endsWith('quantizeLinear') || name === 'QuantizeLinear';
  expect(Object.keys(ruleCases).sort()).toEqual(
    Object.keys(rules)
      .filter((name) => !isOfIntegers(name))
      .sort(),
  );
});

it('no operator both has a rule and is listed as having no gradient', () => {
  expect(Object.keys(rules).filter((opType) => noGradient.has(opType))).toEqual([]);
});

it('the check finds a wrong rule, and says where', async () => {
  const mismatch = await checkRule('Relu', ruleCases.Relu[0], 'deconv');
  expect(mismatch?.input).toBe('x0');
  expect(mismatch?.numeric).not.toBeCloseTo(mismatch?.analytic ?? 0, 2);
});

describe('rule against central differences', () => {
  it.each(rows)('%s: %s', async (opType, title, ruleCase) => {
    const mismatch = await checkRule(opType, ruleCase);
    expect(mismatch, `${opType} (${title}) ${JSON.stringify(ruleCase.attributes ?? {})}`).toBeUndefined();
  });
});
