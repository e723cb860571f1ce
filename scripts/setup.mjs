/**
 * Installs and builds what a fresh copy lacks; `npm start` and `npm test` run it first. It uses only Node's built-in
 * modules, because it runs before the packages are installed.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext } from './setup/context.mjs';
import { withLock } from './setup/lock.mjs';
import { SetupError } from './setup/setup-error.mjs';
import { steps as allSteps } from './setup/steps.mjs';

/**
 * @param {import('./setup/context.mjs').Context} context
 * @param {readonly import('./setup/steps.mjs').Step[]} steps
 * @returns {Promise<void>}
 */
export async function setUp(context, steps = allSteps) {
  steps = steps.filter(({ notFor }) => notFor !== context.purpose);
  for (const step of steps) {
    if ((await step.missing(context)) === undefined) continue;
    // Checked again under the lock: another set-up may have done it in the meantime.
    await withLock(join(context.root, 'build', '.setup.lock'), context.log, () => provideMissing(context, steps));
    return;
  }
}

/**
 * @param {import('./setup/context.mjs').Context} context
 * @param {readonly import('./setup/steps.mjs').Step[]} steps
 */
async function provideMissing(context, steps) {
  for (const step of steps) {
    const reason = await step.missing(context);
    if (reason === undefined) continue;
    try {
      await step.provide(context);
    } catch (error) {
      if (!(error instanceof SetupError) || step.dispensableFor !== context.purpose) throw error;
      context.log(`Warning: ${error.message}`);
    }
  }
}

/**
 * For scripts that begin with the set-up: prints an error that the user can fix and exits.
 * @param {import('./setup/context.mjs').Purpose} purpose
 */
export async function setUpOrExit(purpose) {
  try {
    await setUp(createContext(purpose));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`Set-up failed: ${error.message}\n`);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await setUpOrExit('test');
