/** Reads vitest's JSON report of a run. */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * @typedef {{ fullName: string, status: string, duration?: number }} Assertion
 * @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} TestFile
 */

/**
 * Counts a run of vitest from its JSON report. A file that could not run, an error outside all tests, and a run without
 * tests each count as one failure.
 * @param {string} report path of the report
 * @param {number} status vitest's exit status
 * @returns {{ passed: number, failed: number, problems: string[] }} `problems` describes the failures that are not
 *   those of a single test
 */
export function countTests(report, status) {
  if (!existsSync(report)) return { passed: 0, failed: 1, problems: ['vitest: ended without a report'] };
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

/**
 * The slowest tests, the slowest first; the set-up of a file is not included.
 * @param {string} report path of the report
 * @param {number} count how many at most
 * @param {string} root files are shown relative to this folder
 * @returns {string[]} one line each, with seconds; empty if there is no report
 */
export function slowestTests(report, count, root) {
  if (!existsSync(report)) return [];
  /** @type {{ testResults: TestFile[] }} */
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  return testResults
    .flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ fullName, duration = 0 }) => ({
        test: `${relative(root, name)}: ${fullName}`,
        duration,
      })),
    )
    .sort((a, b) => b.duration - a.duration)
    .slice(0, count)
    .map(({ test, duration }) => `${(duration / 1000).toFixed(1).padStart(6)} s  ${test}`);
}
