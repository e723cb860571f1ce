/** What could not be measured, and what is worth knowing of what could: by code, with names. */
import type { Problem } from '../../datasets/problems.ts';
import { markup, nameMarkup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';

/** Of each code; the rest is in result.json. */
const mostNamed = 50;

export function problems({ failed, notes }: Report): Markup {
  return markup`<section id="problems"><h2>Problems</h2>
${
  failed === null
    ? markup`<p>What could not be measured was not kept with the run.</p>`
    : failed.length === 0
      ? markup`<p>Nothing failed.</p>`
      : byCode('Not measured', failed)
}
${notes.length === 0 ? null : byCode('Measured, with a note', notes)}</section>`;
}

function byCode(title: string, list: readonly Problem[]): Markup {
  const codes = [...new Set(list.map(({ code }) => code))].sort();
  return markup`<h3>${title}: ${list.length}</h3>${codes.map((code) => {
    const own = list.filter((problem) => problem.code === code);
    const more = own.length - mostNamed;
    return markup`<details data-code="${code}"${own.length <= 5 ? markup` open` : null}><summary><code>${code}</code> ${own.length}</summary><ul>${own
      .slice(0, mostNamed)
      .map(({ id, message }) => markup`<li>${nameMarkup(id)}: ${message}</li>`)}${
      more > 0 ? markup`<li>and ${more} more</li>` : null
    }</ul></details>`;
  })}`;
}
