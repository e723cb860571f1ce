/** The pages of the static site and its service worker, as Vite builds them. */
import { join } from 'node:path';
import { build } from 'vite';
import { pagePolicy } from '../../cli/content-security.mjs';

const pages = ['index', 'evaluate', 'model', 'embed', 'benchmark'];

/**
 * @param {string} root the project's folder
 * @param {string} folder to build into
 * @param {{ readonly hasWorker: boolean, readonly model: string }} options model: the name of its description in models/
 */
export async function buildPages(root, folder, { hasWorker, model }) {
  await build({
    ...{ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' },
    // The pages register the service worker in this mode.
    mode: hasWorker ? 'site' : 'production',
    define: { 'import.meta.env.VITE_SITE_MODEL': JSON.stringify(`./models/${model}`) },
    build: { outDir: folder, emptyOutDir: true },
    plugins: [sitePages(root)],
  });
}

/**
 * The pages for visitors alone, each with its policy, which hosts need not send.
 * @param {string} root
 * @returns {import('vite').Plugin}
 */
function sitePages(root) {
  return {
    name: 'cam-lens:site-pages',
    config(config) {
      const { rolldownOptions } = config.build ?? {};
      if (rolldownOptions)
        rolldownOptions.input = Object.fromEntries(pages.map((name) => [name, join(root, `${name}.html`)]));
    },
    transformIndexHtml: () => [
      {
        ...{ tag: 'meta', injectTo: 'head-prepend' },
        attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
      },
    ],
  };
}

/**
 * @param {string} root
 * @param {string} folder that it is written to
 * @param {import('../../src/site/site-release.ts').SiteRelease | null} release null: one that removes itself
 */
export async function buildServiceWorker(root, folder, release) {
  await build({
    ...{ root, configFile: false, publicDir: false, logLevel: 'warn' },
    define: { __SITE_RELEASE__: JSON.stringify(release) },
    build: {
      ...{ outDir: folder, emptyOutDir: false, target: 'es2022', copyPublicDir: false },
      rolldownOptions: {
        input: join(root, 'src/site/service-worker.ts'),
        checks: { bundlerTimings: false },
        // No module: not every browser starts a service worker from one.
        output: { format: 'iife', entryFileNames: 'service-worker.js' },
      },
    },
  });
}
