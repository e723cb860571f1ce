/**
 * Builds the library: ES modules side by side in dist/, so that a module finds its worker and ONNX Runtime with `new
 * URL(…, import.meta.url)`, with and without a bundler.
 */
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { wgsl } from '../wgsl/plugin.ts';
import { besideTheModule, workers } from './beside-the-module.ts';
import { licences } from './licences.ts';
import { apart, elements } from './manifest.mjs';

const root = join(import.meta.dirname, '..', '..');

/** The elements one by one: classes, and modules that register them. */
const single = (tags: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    tags.flatMap((tag) => [
      [tag, join(root, 'src/ui/embed', `${tag}.ts`)],
      [`define-${tag}`, join(root, 'src/ui/embed', `${tag}.define.ts`)],
    ]),
  );

const { worker = '', ...workersOfRuns } = Object.fromEntries(
  Object.entries(workers).map(([name, source]) => [name, join(root, source)]),
);

/**
 * The entries of each build. What a build's entries share becomes chunks, loaded one by one: `<cam-lens-evaluate>` is
 * apart, so that `<cam-lens>` stays in few scripts. The scripts for pages without a bundler, which cannot import
 * packages, include Lit.
 */
const builds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  standalone: { standalone: join(root, 'src/standalone.ts') },
  'standalone-evaluate': { 'standalone-evaluate': join(root, 'src/standalone-evaluate.ts') },
  modules: {
    index: join(root, 'src/index.ts'),
    elements: join(root, 'src/elements.ts'),
    define: join(root, 'src/define.ts'),
    worker,
    german: join(root, 'src/ui/embed/strings.de.ts'),
    'german-evaluate': join(root, 'src/ui/embed/run-strings.de.ts'),
    ...single(Object.keys(elements).filter((tag) => tag !== apart)),
  },
  evaluate: { ...single([apart]), ...workersOfRuns },
};

const lit = ['lit', 'lit-element', 'lit-html', '@lit/reactive-element'];

/** The mode is the name of a build. */
export default defineConfig(({ mode }) => {
  const isOneScript = mode.startsWith('standalone');
  return {
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
        input: builds[mode] ?? {},
        checks: { bundlerTimings: false },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // One script is one file.
          codeSplitting: !isOneScript,
        },
      },
    },
    ssr: {
      // The packages' versions for browsers.
      target: 'webworker',
      noExternal: true,
      // Lit stays external: a page should load it once, and its package resolves differently in Node.
      external: isOneScript ? [] : ['lit'],
    },
    plugins: [wgsl(), besideTheModule(root), licences(root, ['onnxruntime-web', ...lit])],
  };
});
