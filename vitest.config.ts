import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig, mergeConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { chromium } from './test/support/chromium-provider.ts';
import viteConfig from './vite.config.ts';

const full = 'test/**/*.{full,gpu}.test.ts';

/** Tests that put modules of their own in place of others: they share no modules with other tests. */
const mocking = readdirSync(join(import.meta.dirname, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /(?<!\.full|\.gpu)\.test\.ts$/.test(file))
  .map((file) => `test/${file.replaceAll('\\', '/')}`)
  .filter((file) => /\bvi\.(doMock|mock)\(/.test(readFileSync(join(import.meta.dirname, file), 'utf8')));

function quickTests(
  name: string,
  files: { readonly include: string[]; readonly exclude?: string[]; readonly isolate?: boolean },
): TestProjectInlineConfiguration {
  // A test that starts a browser does not belong here: it finds none.
  const env = { CHROME_PATH: '/tests that start a browser are called *.full.test.ts' };
  return { extends: true, test: { name, env, ...files } };
}

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      // Nothing here is about speed: these only end what hangs, on the slowest machine too. Hooks start browsers.
      testTimeout: 300_000,
      hookTimeout: 600_000,
      // Workers, and after them pages of the browser's tests.
      maxWorkers: availableParallelism(),
      projects: [
        // Most of the time of a small test file would be the start of its process and the loading of its modules.
        quickTests('node', { include: ['test/**/*.test.ts'], exclude: [full, ...mocking], isolate: false }),
        quickTests('node-mocking', { include: mocking }),
        {
          extends: true,
          test: {
            name: 'full',
            include: ['test/**/*.full.test.ts'],
            globalSetup: 'test/support/set-up.ts',
          },
        },
        {
          extends: true,
          test: {
            name: 'browser',
            // After all others: side by side they would take each other's time, and run into limits.
            sequence: { groupOrder: 1 },
            include: ['test/**/*.gpu.test.ts'],
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              connectTimeout: 300_000,
              provider: chromium(),
              instances: [{ browser: 'chromium' }],
            },
          },
        },
      ],
    },
  }),
);
