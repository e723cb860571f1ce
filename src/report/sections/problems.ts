/** Pictures that could not be measured, and notes on others: by code, with names. */
import type { Problem } from '../../datasets/problems.ts';
import { errorCodes, type ErrorCode } from '../../error-codes.ts';
import { markup, nameMarkup, type Content, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';

/** Names listed per code; the rest is in result.json. */
const mostNamed = 50;
/** Lists of at most this length are open initially. */
const mostOpen = 5;

export function problems({ failed, notes, dataset: { withoutPicture } }: Report): Markup {
  return markup`<section id="problems"><h2>Problems</h2>
${
  failed === null
    ? markup`<p>The run did not store what could not be measured.</p>`
    : failed.length === 0
      ? markup`<p>Nothing failed.</p>`
      : byCode('Not measured', failed)
}
${notes.length === 0 ? null : byCode('Measured, with a note', notes)}
${
  withoutPicture.length === 0
    ? null
    : markup`<h3>Annotations without picture: ${number(withoutPicture)}</h3>${list('picture-missing', withoutPicture.length > mostNamed ? `The first ${mostNamed} of them` : 'Their names', withoutPicture.map(nameMarkup))}`
}</section>`;
}

function byCode(title: string, all: readonly Problem[]): Markup {
  const codes = [...new Set(all.map(({ code }) => code))].sort();
  return markup`<h3>${title}: ${number(all)}</h3>${codes.map((code) => {
    const own = all.filter((problem) => problem.code === code);
    const lines = own.map(({ id, message }) => markup`${nameMarkup(id)}: ${message}`);
    return list(code, markup`<code>${code}</code>, ${errorCodes[code]}: ${number(own)}`, lines);
  })}`;
}

function list(code: ErrorCode, title: Content, items: readonly Markup[]): Markup {
  const more = items.length - mostNamed;
  return markup`<details data-code="${code}"${items.length <= mostOpen ? markup` open` : null}><summary>${title}</summary><ul>${items
    .slice(0, mostNamed)
    .map((item) => markup`<li>${item}</li>`)}${
    more > 0 ? markup`<li>and ${more.toLocaleString('en')} more</li>` : null
  }</ul></details>`;
}

function number(list: readonly unknown[]): string {
  return list.length.toLocaleString('en');
}
