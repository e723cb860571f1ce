#!/usr/bin/env node
import { setUp } from '../scripts/setup.mjs';
import { built } from '../scripts/setup/built.mjs';
import { createContext } from '../scripts/setup/context.mjs';
import { packages } from '../scripts/setup/packages.mjs';

const problem = await bringUpToDate(createContext('start'));
if (problem === undefined) {
  const { main } = await import(new URL('../build/node/main.js', import.meta.url).href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 3;
}

/**
 * Builds again where something was edited or pulled since; whatever else is missing is left to the set-up.
 * @param {import('../scripts/setup/context.mjs').Context} context
 * @returns {Promise<string | undefined>} why that cannot be
 */
async function bringUpToDate(context) {
  const stale = await built.missing(context);
  if (stale === undefined) return undefined;
  try {
    const lacking = await packages.missing(context);
    if (lacking !== undefined) return `cam-lens is not set up: ${lacking}. "npm run setup" in its folder does that.`;
    await setUp(context, [built]);
    return undefined;
  } catch (error) {
    return `cam-lens cannot be built (${stale}): ${error instanceof Error ? error.message : String(error)}`;
  }
}
