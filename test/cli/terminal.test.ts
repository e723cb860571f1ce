/** What a terminal shows: lines that stay, one that is written over, colours, and tables as wide as it is. */
import { describe, expect, it } from 'vitest';
import { InputProgress } from '../../cli/input-progress.ts';
import { ProcessTerminal } from '../../cli/process-terminal.ts';
import { progressOf } from '../../cli/progress.ts';
import { textTable } from '../../cli/text-table.ts';
import { commandUsage } from '../../cli/usage.ts';
import { flag, path } from '../../cli/parse-options.ts';

const nobody = new AbortController().signal;

function screen(
  columns: number,
  environment: NodeJS.ProcessEnv = {},
): { terminal: ProcessTerminal; written: () => string } {
  let text = '';
  const output = { isTTY: true, columns, write: (piece: string) => (text += piece) !== '', on: () => undefined };
  return { terminal: new ProcessTerminal(output, output, nobody, environment), written: () => text };
}

function pipe(): { terminal: ProcessTerminal; written: () => string } {
  let text = '';
  const output = { write: (piece: string) => (text += piece) !== '', on: () => undefined };
  return { terminal: new ProcessTerminal(output, output, nobody, {}), written: () => text };
}

const erase = '\r\u001b[2K';

describe('on a terminal', () => {
  it('a line of progress is written over, and lines that stay stand above it', () => {
    const { terminal, written } = screen(40);
    terminal.show?.('1 of 3');
    terminal.show?.('2 of 3');
    terminal.show?.('2 of 3');
    terminal.tell('a note');
    terminal.print('results\n');
    terminal.tell('done');
    expect(written()).toBe(`${erase}1 of 3${erase}2 of 3${erase}a note\n2 of 3${erase}results\ndone\n`);
  });

  it('a bar shows the share, and what does not fit is cut', () => {
    const { terminal, written } = screen(62, { NO_COLOR: '1' });
    terminal.show?.('2 of 4, 1.00 per second, 0:02 left: a-long-name-of-a-picture.jpg', 0.5);
    expect(written()).toBe(`${erase}██████████░░░░░░░░░░ 2 of 4, 1.00 per second, 0:02 left: a-l…`);
    expect(Array.from(written().slice(erase.length))).toHaveLength(61);
    const narrow = screen(20);
    narrow.terminal.show?.('一二三四五六七八九十', 0.5);
    // Each takes two columns, the … one; the last column stays free.
    expect(narrow.written()).toBe(`${erase}一二三四五六七八九…`);
  });

  it('errors are red and notices yellow, but not where NO_COLOR says something', () => {
    const coloured = screen(80, { NO_COLOR: '' });
    coloured.terminal.tell('wrong', 'error');
    coloured.terminal.tell('odd', 'warning');
    expect(coloured.written()).toBe('\u001b[31mwrong\u001b[39m\n\u001b[33modd\u001b[39m\n');
    const plain = screen(80, { NO_COLOR: '1' });
    plain.terminal.tell('wrong', 'error');
    expect(plain.written()).toBe('wrong\n');
  });

  it('no name of a stranger moves the cursor', () => {
    const { terminal, written } = screen(80);
    terminal.show?.('a\u001b[2Jb');
    expect(written()).toBe(`${erase}a\\u001b[2Jb`);
  });

  it('pictures are counted with rate and time left', () => {
    const shown: unknown[] = [];
    let nowMs = 0;
    const terminal = { print: () => undefined, tell: () => undefined, show: (...all: unknown[]) => shown.push(all) };
    const progress = new InputProgress(terminal, 3, () => nowMs);
    progress.begin('a.jpg');
    nowMs = 2_000;
    progress.end();
    progress.begin('b.jpg');
    expect(shown).toEqual([
      ['1 of 3: a.jpg', 0],
      ['2 of 3, 0.50 per second, 0:04 left: b.jpg', 1 / 3],
    ]);
  });

  it('what a run is at stands behind its progress', () => {
    const shown: unknown[] = [];
    const tell = progressOf({
      print: () => undefined,
      tell: () => undefined,
      show: (...all: unknown[]) => shown.push(all),
    });
    tell('1 of 2 pictures', 0.5, 'dog');
    tell('Loading');
    expect(shown).toEqual([
      ['1 of 2 pictures: dog', 0.5],
      ['Loading', undefined],
    ]);
  });
});

describe('elsewhere', () => {
  it.each([
    ['a pipe', pipe()],
    ['a terminal that cannot go back', screen(80, { TERM: 'dumb' })],
  ])('%s gets plain lines', (_, { terminal, written }) => {
    expect(terminal.show).toBeUndefined();
    terminal.tell('wrong', 'error');
    new InputProgress(terminal, 2).begin('a.jpg');
    expect(written()).toBe('wrong\n1 of 2: a.jpg\n');
  });

  it('a pipe has no width', () => {
    expect([pipe().terminal.columns, screen(72).terminal.columns]).toEqual([undefined, 72]);
  });
});

describe('a table', () => {
  const table = {
    title: 'What was found in all of it',
    columns: ['method', 'mean IoU', 'n'],
    rows: [
      ['cam', '0.676 [0.667, 0.687]', 12],
      ['grad-cam', '', 3],
    ],
  };
  it('stands in columns where they fit', () => {
    expect(textTable(table, 34)).toBe(
      'What was found in all of it\nmethod    mean IoU               n\ncam       0.676 [0.667, 0.687]  12\ngrad-cam                         3\n',
    );
  });

  it('has a block for each row where they do not', () => {
    expect(textTable(table, 33)).toBe(
      'What was found in all of it\ncam\n    mean IoU  0.676 [0.667, 0.687]\n    n         12\ngrad-cam\n    n         3\n',
    );
    expect(textTable(table, 16).split('\n').slice(0, 2)).toEqual(['What was found', 'in all of it']);
  });

  it('counts the columns that wide letters take', () => {
    expect(textTable({ title: '', columns: ['a', 'b'], rows: [['犬', 'x']] })).toBe('\na   b\n犬  x\n');
  });
});

it('usage fits the width', () => {
  const command = {
    positionals: 'IMAGE…',
    help: 'Explains what the network looked at in pictures.',
    options: { out: path('DIR', 'a sentence of several words that says where', undefined), json: flag('JSON') },
    run: () => Promise.resolve(0 as const),
  };
  expect(commandUsage('explain', command, 60)).toBe(
    `Usage: cam-lens explain IMAGE… [OPTIONS]

Explains what the network looked at in pictures.

  -o, --out DIR                 a sentence of several words
                                that says where
  -j, --json                    JSON
`,
  );
  const long = { ...command, positionals: 'IMAGE|FOLDER|PATTERN|URL|-…' };
  expect(commandUsage('explain', long, 60)).toMatch(
    /^Usage: cam-lens explain IMAGE\|FOLDER\|PATTERN\|URL\|-…\n {4}\[OPTIONS\]\n/,
  );
  for (const line of commandUsage('explain', command, 40).split('\n').slice(2)) {
    expect(line.length).toBeLessThanOrEqual(48);
  }
});
