/** Common parts of the tables of a run: one row per method, each value above its interval. */
import type { TemplateResult } from 'lit';
import type { Interval } from '../../evaluation/bootstrap.ts';
import { html } from '../shared/html.ts';
import type { ResultStrings } from './run-strings.ts';

export interface MethodColumn {
  readonly title: string;
  /** A short description of the measure. */
  readonly meaning: string;
}

/** For elements with a heading `title` and the styles of tables. */
export function methodTable(
  columns: readonly MethodColumn[],
  rows: readonly TemplateResult[],
  { method }: Pick<ResultStrings, 'method'>,
): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="title">
    <table>
      <thead>
        <tr>
          <th scope="col">${method}</th>
          ${columns.map(({ title, meaning }) => html`<th scope="col"><abbr title=${meaning}>${title}</abbr></th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** @param value undefined if it was not measured */
export function valueCell(
  value: number | undefined,
  interval: Interval | undefined,
  format: (value: number) => string,
  { interval: written }: Pick<ResultStrings, 'interval'>,
): TemplateResult {
  if (value === undefined) return html`<td>–</td>`;
  return html`<td>
    <span class="value">${format(value)}</span>
    ${interval === undefined ? '' : html`<small>${written(format(interval[0]), format(interval[1]))}</small>`}
  </td>`;
}

/** A line in the method's colour, as in charts and pictures. */
export function methodMark(colour: string): TemplateResult {
  return html`<span class="mark" .style=${`border-color: ${colour}`}></span>`;
}
