/** The steps of the set-up, in order. Each reports what is missing and provides it. */
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
 * @property {import('./context.mjs').Purpose} [dispensableFor] purpose for which a failure is only a warning
 * @property {import('./context.mjs').Purpose} [notFor] purpose that does not need this step
 * @property {(context: Context) => string | undefined | Promise<string | undefined>} missing what is missing, as the
 *   start of a sentence; undefined if nothing is; fast, without network access
 * @property {(context: Context) => void | Promise<void>} provide installs or builds it; throws a SetupError if that
 *   fails
 */

/** @type {readonly Step[]} */
export const steps = [nodeVersion, packages, browser, weights, built, model];
