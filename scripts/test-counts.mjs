import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ fullName: string, status: string }} Assertion
 * @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} TestFile
 */

/**
 * Counts a run of vitest from its JSON report. A file that could not run, an error outside every test, and a run
 * without any test count as a failure each.
 * @param {string} report path of the report
 * @param {number} status vitest's exit status
 * @returns {{ passed: number, failed: number, problems: string[] }} the failures besides single tests are named
 */
export function countTests(report, status) {
  if (!existsSync(report)) return { passed: 0, failed: 1, problems: ['vitest: it ended without a report'] };
  /** @type {{ numPassedTests: number, numFailedTests: number, testResults: TestFile[] }} */
  const { numPassedTests: passed, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const problems = testResults
    .filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
    .map((file) => `${file.name}: ${file.message || 'it could not run'}`);
  if (passed + numFailedTests === 0 && problems.length === 0) problems.push('vitest: no test ran');
  if (status !== 0 && numFailedTests + problems.length === 0) {
    problems.push('vitest: an error outside every test (its message is above)');
  }
  return { passed, failed: numFailedTests + problems.length, problems };
}
