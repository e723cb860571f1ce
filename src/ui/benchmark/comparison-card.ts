/** The rows of two results side by side. */
import type { TemplateResult } from 'lit';
import { CamLensError } from '../../errors.ts';
import type { BenchmarkResult } from '../../benchmark/result/benchmark-result.ts';
import { assertComparable } from '../../benchmark/result/comparable.ts';
import { compareResults, type ResultComparison } from '../../benchmark/result/compare-results.ts';
import { html } from '../shared/html.ts';
import { percent } from '../shared/words.ts';

/** @returns why they cannot be compared, as a sentence, or the comparison */
export function comparisonOf(before: BenchmarkResult, after: BenchmarkResult): ResultComparison | string {
  try {
    assertComparable(before, after, 'The result to compare with');
  } catch (error) {
    if (error instanceof CamLensError) return error.message;
    throw error;
  }
  return compareResults(before, after);
}

export function comparisonCard(comparison: ResultComparison | string): TemplateResult {
  if (typeof comparison === 'string')
    return html`<section class="card" role="alert"><p class="failed">${comparison}</p></section>`;
  const { rows, machine } = comparison;
  const differing = rows.filter(({ verdict }) => verdict !== 'no difference').length;
  return html`<section class="card" aria-labelledby="compared">
    <h2 id="compared">
      Compared with the earlier result:
      ${differing === 0 ? 'no difference shown' : `${differing} of ${rows.length} differ`}
    </h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="compared">
      <table>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Workload</th>
            <th scope="col">Times as long</th>
            <th scope="col">95 %</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ stage, workload, ratio, interval, verdict }) =>
              html`<tr data-verdict=${verdict}>
                <th scope="row">${stage}</th>
                <td>${workload}</td>
                <td>${ratio.toFixed(2)}</td>
                <td>${interval[0].toFixed(2)} – ${interval[1].toFixed(2)}</td>
                <td>${verdict}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="quiet foot">
      A difference counts only if it is significant after Holm’s correction, and larger than 5 % and than that of the
      ceilings of the two runs (${percent(machine)}).
    </p>
  </section>`;
}
