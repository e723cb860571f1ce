/** A Chrome or Chromium that tests and the command can drive. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fourWays, findInstalledChromium, puppeteerFolder } from '../../cli/installed-chromium.mjs';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

/** @type {import('./steps.mjs').Step} */
export const browser = {
  name: 'browser',
  dispensableFor: 'start',
  notFor: 'quick-test',
  missing({ env }) {
    const found = findInstalledChromium(env);
    return found.path === undefined ? found.reason : undefined;
  },
  async provide(context) {
    if (context.env.CHROME_PATH) throw new SetupError(`${this.missing(context)} ${fourWays}`);
    for (const { name, applies, install } of sources) {
      if (!applies()) continue;
      context.log(`No browser was found; installing one ${name} …`);
      try {
        await install(context);
      } catch (error) {
        context.log(`That did not work: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (this.missing(context) === undefined) return;
    }
    throw new SetupError(`No browser could be installed. ${fourWays}`);
  },
};

/** @type {{ name: string, applies(): boolean, install(context: import('./context.mjs').Context): Promise<void> }[]} */
const sources = [
  {
    name: 'with apt-get (about 120 MB)',
    applies: () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && isDebian(),
    async install({ root, env }) {
      const options = { cwd: root, env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
      await runCommand('apt-get', ['update', '-q'], options);
      await runCommand('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options);
    },
  },
  {
    name: "by puppeteer's own download (about 180 MB)",
    applies: () => true,
    async install({ root, env }) {
      removeArchives(puppeteerFolder(env));
      await runCommand('npx', ['--no-install', 'puppeteer', 'browsers', 'install', 'chrome'], { cwd: root, env });
    },
  },
];

/**
 * Only Debian itself: in Ubuntu, for example, the package of that name only installs a snap.
 * @param {string} file
 * @returns {boolean}
 */
export function isDebian(file = '/etc/os-release') {
  return existsSync(file) && /^ID=(["']?)debian\1\s*$/m.test(readFileSync(file, 'utf8'));
}

/**
 * Archives remain only from interrupted downloads; puppeteer would take them for complete ones.
 * @param {string} folder
 */
export function removeArchives(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (name.endsWith('.zip')) rmSync(join(folder, name), { force: true });
}
