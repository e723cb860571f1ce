import { describe, expect, it } from 'vitest';
import { countTests } from '../../scripts/test-counts.mjs';
import { fakeClone } from './fake-clone.ts';

const passing = { name: 'a.test.ts', status: 'passed', assertionResults: [{ fullName: 'a', status: 'passed' }] };
const failing = { name: 'b.test.ts', status: 'failed', assertionResults: [{ fullName: 'b', status: 'failed' }] };
const broken = { name: 'c.test.ts', status: 'failed', message: 'syntax', assertionResults: [] };

describe('countTests', () => {
  it.each([
    ['all is well', [passing], 2, 0, 0, { passed: 2, failed: 0, problems: [] }],
    ['a test fails', [passing, failing], 1, 1, 1, { passed: 1, failed: 1, problems: [] }],
    ['a file cannot run', [passing, broken], 1, 0, 1, { passed: 1, failed: 1, problems: ['c.test.ts: syntax'] }],
    ['nothing runs', [], 0, 0, 0, { passed: 0, failed: 1, problems: ['vitest: no test ran'] }],
    [
      'an error lies outside every test',
      [passing],
      1,
      0,
      1,
      { passed: 1, failed: 1, problems: ['vitest: an error outside every test (its message is above)'] },
    ],
  ])('where %s', (_, testResults, numPassedTests, numFailedTests, status, expected) => {
    const report = fakeClone().write('report.json', JSON.stringify({ numPassedTests, numFailedTests, testResults }));
    expect(countTests(report, status)).toEqual(expected);
  });

  it('counts a run without a report as a failure', () => {
    expect(countTests('/nowhere/report.json', 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});
