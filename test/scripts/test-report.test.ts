import { describe, expect, it } from 'vitest';
import { countTests, slowestTests } from '../../scripts/test/report.mjs';
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

describe('slowestTests', () => {
  it('names the longest first, so many as are wanted, with their files and seconds', () => {
    const file = (name: string, durations: Record<string, number | undefined>): object => ({
      name,
      assertionResults: Object.entries(durations).map(([fullName, duration]) => ({ fullName, duration })),
    });
    const testResults = [
      file('/root/test/a.test.ts', { quick: 12, slow: 12_340, skipped: undefined }),
      file('/root/test/b/c.test.ts', { 'slower still': 101_000 }),
    ];
    const report = fakeClone().write('report.json', JSON.stringify({ testResults }));
    expect(slowestTests(report, 2, '/root')).toEqual([
      ' 101.0 s  test/b/c.test.ts: slower still',
      '  12.3 s  test/a.test.ts: slow',
    ]);
    expect(slowestTests(report, 20, '/root')).toHaveLength(4);
    expect(slowestTests('/nowhere/report.json', 20, '/root')).toEqual([]);
  });
});
