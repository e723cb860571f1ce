import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig, mergeConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { chromium } from './test/support/chromium-provider.ts';
import viteConfig from './vite.config.ts';

const full = 'test/**/*.{full,gpu}.test.ts';

/** Browser tests that compare shaders with references, in a browser that leaves nothing out. */
const comparing = [
  'test/{autodiff,shaders}/**/*.gpu.test.ts',
  'test/pipeline/engine/**/*.gpu.test.ts',
  'test/pipeline/resnet50*.gpu.test.ts',
];

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

function browserTests(
  name: string,
  files: {
    readonly include: string[];
    readonly exclude?: string[];
    readonly zeroesWorkgroupMemory: boolean;
    readonly groupOrder: number;
  },
): TestProjectInlineConfiguration {
  const { include, exclude = [], zeroesWorkgroupMemory, groupOrder } = files;
  return {
    extends: true,
    test: {
      ...{ name, include, exclude },
      // After all others: side by side they would take each other's time, and run into limits.
      sequence: { groupOrder },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        connectTimeout: 300_000,
        provider: chromium({ zeroesWorkgroupMemory }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      // Nothing here is about speed: these only end what hangs, on the slowest machine too. Hooks start browsers.
      testTimeout: 300_000,
      hookTimeout: 600_000,
      // Browsers on a crowded machine can stall for minutes. What passes only when tried again is listed.
      retry: process.env['CI'] === undefined ? 0 : 1,
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
        browserTests('browser', {
          include: ['test/**/*.gpu.test.ts'],
          exclude: comparing,
          zeroesWorkgroupMemory: false,
          groupOrder: 1,
        }),
        browserTests('browser-references', { include: comparing, zeroesWorkgroupMemory: true, groupOrder: 2 }),
      ],
    },
  }),
);
