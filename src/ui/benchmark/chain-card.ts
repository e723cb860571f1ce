/** Whole chains of stages beside the sum of their parts. */
import type { TemplateResult } from 'lit';
import type { BenchmarkResult, ChainRow } from '../../benchmark/result/benchmark-result.ts';
import { html } from '../shared/html.ts';
import { threeDigits } from '../shared/words.ts';

export function chainCard({ chains = [] }: Pick<BenchmarkResult, 'chains'>): TemplateResult | '' {
  if (chains.length === 0) return '';
  return html`<section class="card" aria-labelledby="chains">
    <h2 id="chains">From a layer to boxes in one pass</h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="chains">
      <table>
        <thead>
          <tr>
            <th scope="col">Method</th>
            <th scope="col">Workload</th>
            <th scope="col">Whole, ms</th>
            <th scope="col">Sum of its stages, ms</th>
            <th scope="col">Ratio</th>
            <th scope="col">95 %</th>
          </tr>
        </thead>
        <tbody>
          ${chains.map(
            ({ chain, workload, outcome }) =>
              html`<tr>
                <th scope="row">${chain}</th>
                <td>${workload}</td>
                ${cells(outcome)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="quiet foot">Below 1, the stages are faster together than one by one.</p>
  </section>`;
}

function cells(outcome: ChainRow['outcome']): TemplateResult {
  if (outcome.status !== 'measured') {
    const words = outcome.status === 'differs' ? 'wrong result, not timed' : 'could not run';
    return html`<td class="failed" colspan="4">${words}: ${outcome.reason}</td>`;
  }
  const { medianMs, parts, partsMs, ratio, ratioInterval } = outcome;
  const each = parts.map((part) => `${part.stage} ${threeDigits(part.medianMs)} ms`).join(', ');
  return html`<td>${threeDigits(medianMs)}</td>
    <td title=${each}>${threeDigits(partsMs)}</td>
    <td>${ratio.toFixed(2)}</td>
    <td>${ratioInterval[0].toFixed(2)} – ${ratioInterval[1].toFixed(2)}</td>`;
}
