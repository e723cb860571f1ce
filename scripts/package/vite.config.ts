/**
 * Builds the library: ES modules side by side in dist/, so that a module finds its worker and ONNX Runtime with `new
 * URL(…, import.meta.url)`, with and without a bundler.
 */
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { wgsl } from '../wgsl/plugin.ts';
import { besideTheModule } from './beside-the-module.ts';
import { licences } from './licences.ts';
import { elements } from './manifest.mjs';

const root = join(import.meta.dirname, '..', '..');

/** The elements one by one: classes, and modules that register them. */
const single = Object.keys(elements).flatMap((tag): readonly (readonly [string, string])[] => [
  [tag, join(root, 'src/ui/embed', `${tag}.ts`)],
  [`define-${tag}`, join(root, 'src/ui/embed', `${tag}.define.ts`)],
]);

const modules: Readonly<Record<string, string>> = {
  index: join(root, 'src/index.ts'),
  elements: join(root, 'src/elements.ts'),
  define: join(root, 'src/define.ts'),
  worker: join(root, 'src/pipeline/worker/worker.ts'),
  german: join(root, 'src/ui/embed/strings.de.ts'),
  ...Object.fromEntries(single),
};

/** For pages without a bundler, which cannot import packages: one script that includes Lit. */
const standalone = { standalone: join(root, 'src/standalone.ts') };

const lit = ['lit', 'lit-element', 'lit-html', '@lit/reactive-element'];

export default defineConfig(({ mode }) => ({
  root,
  publicDir: false,
  build: {
    // Not for servers: this is the only mode in which Vite leaves `new Worker(new URL(…))` to the user's bundler.
    ssr: true,
    target: 'es2022',
    // Pages without a bundler load these files as they are, and no bundler minifies a worker that it only copies.
    minify: true,
    sourcemap: true,
    rolldownOptions: {
      input: mode === 'standalone' ? standalone : modules,
      checks: { bundlerTimings: false },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        // One script is one file.
        codeSplitting: mode !== 'standalone',
      },
    },
  },
  ssr: {
    // The packages' versions for browsers.
    target: 'webworker',
    noExternal: true,
    // Lit stays external: a page should load it once, and its package resolves differently in Node.
    external: mode === 'standalone' ? [] : ['lit'],
  },
  plugins: [wgsl(), besideTheModule(root), licences(root, ['onnxruntime-web', ...lit])],
}));
