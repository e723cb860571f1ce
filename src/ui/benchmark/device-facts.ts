/** What is known about the machine that was measured, as terms and descriptions. */
import { bestCeiling, ceilingUnits, type CeilingName } from '../../benchmark/ceilings/ceiling.ts';
import type { BenchmarkResult } from '../../benchmark/result/benchmark-result.ts';
import { html } from '../shared/html.ts';
import { threeDigits } from '../shared/words.ts';
import type { TemplateResult } from 'lit';

type Fact = readonly [term: string, description: string];

export function deviceFacts({ device, begunAt, tookMs, quick }: BenchmarkResult): readonly Fact[] {
  const { adapter, isSoftware, clock, browser, cores, features, limits } = device;
  const quantum = `${threeDigits(clock.quantumMs)} ms`;
  return [
    ['Adapter', isSoftware ? `${adapter}: a CPU emulates the GPU, so its numbers say nothing about GPUs` : adapter],
    [
      'Clock',
      clock.kind === 'wall'
        ? `wall clock, submission and waiting included; quantum ${quantum}`
        : `GPU timestamps; quantum ${quantum}`,
    ],
    ['Browser', browser],
    ['Logical processors', String(cores)],
    ['Measured', `${begunAt.slice(0, 10)}, ${quick ? 'quick' : 'full'}, in ${Math.round(tookMs / 1000)} s`],
    ['Features', features.length === 0 ? 'none' : features.join(', ')],
    ...Object.entries(limits).map(([name, value]): Fact => [name, value.toLocaleString('en')]),
  ];
}

/** The ceilings that were measured, the best variant of each. */
export function ceilingFacts({ ceilings }: BenchmarkResult): readonly Fact[] {
  return (Object.keys(ceilingUnits) as CeilingName[]).flatMap((name) => {
    const best = bestCeiling(ceilings, name);
    return best === undefined ? [] : [[name, `${threeDigits(best.value)} ${best.unit}, by ${best.variant}`] as Fact];
  });
}

export function factList(facts: readonly Fact[]): TemplateResult {
  return html`<dl>
    ${facts.map(
      ([term, description]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${description}</dd>
        </div>`,
    )}
  </dl>`;
}
