import { expect, it } from 'vitest';
import { readThresholds } from '../../cli/threshold-list.ts';

it.each([
  ['0.05:0.2:0.05', [0.05, 0.1, 0.15, 0.2]],
  ['0:1:0.5', [0, 0.5, 1]],
  ['0.1:0.35:0.1', [0.1, 0.2, 0.3]],
  ['0.3:0.3:0.1', [0.3]],
  ['0.15', [0.15]],
  ['0.1, 0.25,1', [0.1, 0.25, 1]],
])('reads %s', (text, values) => {
  expect(readThresholds(text)).toEqual(values);
});

it('reads the usual ones as exact decimals', () => {
  const usual = readThresholds('0.05:0.95:0.05')!;
  expect(usual).toHaveLength(19);
  usual.forEach((value, i) => expect(value).toBe(Number(((i + 1) * 0.05).toFixed(2))));
});

it.each(['', '0.1,', '0.2,0.1', '0.1,0.1', '-0.1', '1.1', 'a', '0.1:0.5', '0.5:0.1:0.1', '0:1:0', '0:1:-1', '0:2:0.5'])(
  'refuses %j',
  (text) => {
    expect(readThresholds(text)).toBeUndefined();
  },
);
