import { expect, it } from 'vitest';
import { csv } from '../../src/evaluation/csv.ts';

it.each([
  {
    name: 'text, numbers in full, truth and nothing',
    row: ['a b', 0.1, -3, 1 / 3, true, null],
    line: 'a b,0.1,-3,0.3333333333333333,true,',
  },
  { name: 'commas', row: ['a,b', 'c'], line: '"a,b",c' },
  { name: 'quotes', row: ['say "no"'], line: '"say ""no"""' },
  { name: 'line breaks', row: ['two\nlines', 'two\r\nlines'], line: '"two\nlines","two\r\nlines"' },
  { name: 'formulas', row: ['=1+1', '+1', '-1', '@sum', '\t=1'], line: "'=1+1,'+1,'-1,'@sum,'\t=1" },
  { name: 'a formula with a comma', row: ['=HYPERLINK("x","y")'], line: `"'=HYPERLINK(""x"",""y"")"` },
  { name: 'signs that start nothing', row: ['a=b', '2-1'], line: 'a=b,2-1' },
])('$name', ({ row, line }) => expect(csv([row])).toBe(`${line}\r\n`));

it('ends every line with CR LF', () => expect(csv([['a'], ['b']])).toBe('a\r\nb\r\n'));
