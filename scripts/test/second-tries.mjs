/**
 * Reporter of vitest: lists the tests that passed only when they were tried again, so that a retry hides nothing.
 */
import { relative } from 'node:path';

export default class SecondTries {
  /** @type {string[]} */
  #tests = [];

  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    const retries = test.diagnostic()?.retryCount ?? 0;
    if (retries === 0 || test.result().state !== 'passed') return;
    this.#tests.push(`${relative(process.cwd(), test.module.moduleId)}: ${test.fullName}`);
  }

  onTestRunEnd() {
    if (this.#tests.length === 0) return;
    console.log(['\nPassed only at the second try:', ...this.#tests.map((test) => `  ${test}`)].join('\n'));
  }
}
