/** The set-up in the order it runs; each step says what it lacks, and gets it. */
import { browser } from './browser.mjs';
import { built } from './built.mjs';
import { model } from './model.mjs';
import { nodeVersion } from './node-version.mjs';
import { packages } from './packages.mjs';
import { weights } from './weights.mjs';

/**
 * @typedef {import('./context.mjs').Context} Context
 * @typedef {object} Step
 * @property {string} name
 * @property {import('./context.mjs').Purpose} [dispensableFor] where failing is only worth a warning
 * @property {import('./context.mjs').Purpose} [notFor] which does without it altogether
 * @property {(context: Context) => string | undefined | Promise<string | undefined>} missing what is missing, as the
 * start of a sentence; undefined where nothing is; touches no network and is fast
 * @property {(context: Context) => void | Promise<void>} provide gets it; throws a SetupError where it cannot
 */

/** @type {readonly Step[]} */
export const steps = [nodeVersion, packages, browser, weights, built, model];
