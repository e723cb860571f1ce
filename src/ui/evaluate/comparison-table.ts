/** The comparisons of series as one table, in which a statistic can be picked. */
import type { TemplateResult } from 'lit';
import { chanceInWords, differenceInWords, testInWords, verdictInWords } from '../../evaluation/comparison-words.ts';
import { comparedStatistics, type ComparedStatistic } from '../../evaluation/series.ts';
import { html } from '../shared/html.ts';
import type { MadeComparison } from './comparing.ts';

export interface ComparisonTable {
  readonly comparisons: readonly MadeComparison[];
  readonly titleOf: (series: number) => string;
  readonly isPicked: (comparison: MadeComparison, statistic: ComparedStatistic) => boolean;
  readonly onPick: (comparison: MadeComparison, statistic: ComparedStatistic) => void;
}

/** For an element with a heading `title` and the styles of tables. */
export function comparisonTable({ comparisons, titleOf, isPicked, onPick }: ComparisonTable): TemplateResult {
  const count = comparisons.reduce((sum, { statistics }) => sum + statistics.length, 0);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Comparisons">
      <table>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            ${['Pictures', 'A', 'B', 'B − A', 'p'].map((name) => html`<th scope="col">${name}</th>`)}
            <th scope="col"><span class="hidden-text">Result</span></th>
          </tr>
        </thead>
        ${comparisons.map(
          (comparison) =>
            html`<tbody>
              <tr>
                <th class="pair" scope="rowgroup" colspan="7">
                  <div>A: ${titleOf(comparison.first)}<br />B: ${titleOf(comparison.second)}</div>
                </th>
              </tr>
              ${comparison.statistics.map((found) => {
                const { statistic, pictures, first, second, correctedChance, better } = found;
                return html`<tr data-statistic=${statistic}>
                  <th scope="row">
                    <button
                      type="button"
                      class="pick"
                      aria-pressed=${String(isPicked(comparison, statistic))}
                      @click=${() => onPick(comparison, statistic)}
                    >
                      ${comparedStatistics[statistic].title}
                    </button>
                  </th>
                  <td>${pictures.toLocaleString('en')}</td>
                  <td>${first.toFixed(3)}</td>
                  <td>${second.toFixed(3)}</td>
                  <td>${differenceInWords(found)}</td>
                  <td>${chanceInWords(correctedChance)}</td>
                  <td class="verdict">${verdictInWords(better, 'A', 'B')}</td>
                </tr>`;
              })}
            </tbody>`,
        )}
      </table>
    </div>
    <p class="quiet">${testInWords(count)} A measure’s button shows its pictures below.</p>`;
}
