/** docs/errors.md tells of every code what it means and what to do. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorCodes } from '../src/error-codes.ts';

const rows = readFileSync('docs/errors.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

it('has the codes of src/errors.ts, in that order, with the same meaning', () => {
  const told = rows.map(([, code, meaning]) => [code?.replaceAll('`', ''), meaning]);
  expect(told).toEqual(Object.entries(errorCodes));
});

it('says of each what to do', () => {
  for (const [, code, , cure = ''] of rows) expect([code, /^\p{Lu}?.{15,}[.:)]$/u.test(cure)]).toEqual([code, true]);
});
