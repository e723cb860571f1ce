/**
 * The library for other people's pages: ES modules that lie side by side in dist/, so that a module finds its worker and
 * ONNX Runtime by `new URL(…, import.meta.url)`, with a bundler and without one.
 */
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { wgsl } from '../wgsl/plugin.ts';
import { besideTheModule } from './beside-the-module.ts';
import { licences } from './licences.ts';

const root = join(import.meta.dirname, '..', '..');

const modules = {
  index: join(root, 'src/index.ts'),
  elements: join(root, 'src/elements.ts'),
  define: join(root, 'src/define.ts'),
  worker: join(root, 'src/pipeline/worker/worker.ts'),
};

/** For a page without a bundler, which knows no packages: one script, Lit in it. */
const standalone = { standalone: join(root, 'src/define.ts') };

const lit = ['lit', 'lit-element', 'lit-html', '@lit/reactive-element'];

export default defineConfig(({ mode }) => ({
  root,
  publicDir: false,
  build: {
    // Not what Vite makes for servers: only so does it leave `new Worker(new URL(…))` to whoever builds a page of this.
    ssr: true,
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: {
      input: mode === 'standalone' ? standalone : modules,
      checks: { bundlerTimings: false },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: {
    // The packages' editions for browsers.
    target: 'webworker',
    noExternal: true,
    // A page should have Lit once; its package has an edition for Node.
    external: mode === 'standalone' ? [] : ['lit'],
  },
  plugins: [wgsl(), besideTheModule(root), licences(root, ['onnxruntime-web', ...lit])],
}));
