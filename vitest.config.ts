import { availableParallelism } from 'node:os';
import { defineConfig, mergeConfig } from 'vitest/config';
import { chromium } from './test/support/chromium-provider.ts';
import viteConfig from './vite.config.ts';

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      // Nothing here is about speed: these only end what hangs, on the slowest machine too. Hooks start browsers.
      testTimeout: 120_000,
      hookTimeout: 600_000,
      // All of them, beside the page of the browser's tests: what starts browsers waits more than it works.
      maxWorkers: availableParallelism(),
      projects: [
        {
          extends: true,
          test: {
            name: 'node',
            include: ['test/**/*.test.ts'],
            exclude: ['test/**/*.{full,gpu}.test.ts'],
            // A test that starts a browser does not belong here: it finds none.
            env: { CHROME_PATH: '/tests that start a browser are called *.full.test.ts' },
          },
        },
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
