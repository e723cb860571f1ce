/** Names from files are shown without being obeyed. */
import { describe, expect, it } from 'vitest';
import { explainSummary, type ExplainedInput } from '../cli/explain-summary.ts';
import { ProblemTeller } from '../cli/problem-teller.ts';
import { ProcessTerminal } from '../cli/process-terminal.ts';
import { textTable } from '../cli/text-table.ts';
import { CamLensError } from '../src/errors.ts';
import { markup } from '../src/report/markup.ts';
import { visible, visibleText } from '../src/visible.ts';

const hostile = 'a\u001b[31mb\u009b2J\u202egpj.exe\u200b\u2028\u0007\n\ud800z';
const shown = String.raw`a\u001b[31mb\u009b2J\u202egpj.exe\u200b\u2028\u0007\u000a\ud800z`;

it('shows what has no look by its code, and all else as it is', () => {
  expect(visible(hostile)).toBe(shown);
  expect(visible(shown)).toBe(shown);
  for (const plain of ['Schäferhund', '日本語.png', 'عربي', '🐕 × 2', 'a b\u00a0c']) expect(visible(plain)).toBe(plain);
  expect(visible('\u{e0041}')).toBe(String.raw`\udb40\udc41`);
});

it('leaves JSON the very same document', () => {
  const document = { [hostile]: [hostile, '\u007f', 1] };
  const printed = visibleText(`${JSON.stringify(document, null, 2)}\n`);
  expect(JSON.parse(printed)).toEqual(document);
  expect(printed).not.toMatch(/[\p{Cf}\p{Zl}\u007f-\u009f]/u);
});

describe('no name reaches the terminal raw', () => {
  function terminal() {
    const written: string[] = [];
    const output = { write: (text: string) => written.push(text) > 0, on: () => undefined };
    return { written, terminal: new ProcessTerminal(output, output, new AbortController().signal) };
  }
  it('in what is printed and told', () => {
    const { written, terminal: own } = terminal();
    own.print(`${hostile}\n`);
    own.tell(hostile);
    for (const text of written) expect(visible(text.replaceAll('\n', ''))).toBe(text.replaceAll('\n', ''));
  });

  it('in errors, tables, summaries and problems, where it makes no line of its own', () => {
    const failed = { image: hostile, error: { code: 'picture-missing', message: 'gone' } } as ExplainedInput;
    expect(explainSummary(failed)).toBe(`${shown}\n  failed: gone [picture-missing]\n`);
    expect(textTable({ title: hostile, columns: ['x'], rows: [[hostile]] })).toBe(`${shown}\nx\n${shown}\n`);
    expect(new CamLensError('unknown-layer', `There is no layer "${hostile}".`).message).toBe(
      `There is no layer "${shown}".`,
    );
    const told: string[] = [];
    const teller = new ProblemTeller((line) => told.push(line));
    teller.tell({ id: hostile, code: 'box-empty', message: 'none' });
    teller.sumUp([hostile]);
    expect(told).toEqual([`${shown}: none [box-empty]`, `1 annotation has no picture: ${shown}.`]);
  });
});

it('is text in the report', () => {
  expect(markup`<b>${hostile}</b>`.toString()).toBe(`<b>${shown.replace(String.raw`\u000a`, '\n')}</b>`);
});
