import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { builtModel } from './cli/built-model.ts';
import { documentedElements } from './scripts/package/documented-elements.ts';
import { wgsl } from './scripts/wgsl/plugin.ts';

/** Cross-origin isolation: without it WebAssembly has one thread only. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const root = import.meta.dirname;

/** Each file of bench/ is a module of its own, which the command imports by name. */
const benchmarks = Object.fromEntries(
  (existsSync(join(root, 'bench')) ? readdirSync(join(root, 'bench')) : [])
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [`bench/${basename(file, '.ts')}`, join(root, 'bench', file)]),
);

export default defineConfig({
  // The built page may be served at any address; the command's server has one that nobody can guess.
  base: './',
  build: {
    outDir: 'build/page',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // The bundle of ONNX Runtime alone is larger than what Vite warns about.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      input: {
        index: join(root, 'index.html'),
        evaluate: join(root, 'evaluate.html'),
        model: join(root, 'model.html'),
        embed: join(root, 'embed.html'),
        benchmark: join(root, 'benchmark.html'),
        headless: join(root, 'headless.html'),
        ...benchmarks,
      },
      preserveEntrySignatures: 'exports-only',
      checks: { bundlerTimings: false },
      output: {
        entryFileNames: ({ name }) => (name.startsWith('bench/') ? '[name].js' : 'assets/[name]-[hash].js'),
        // Apart, so that the package can leave out what only `bench peers` loads.
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => id.includes('@tensorflow'))
            ? 'bench/peers/[name]-[hash].js'
            : 'assets/[name]-[hash].js',
        assetFileNames: ({ names }) =>
          names.some((name) => name.startsWith('tfjs-'))
            ? 'bench/peers/[name]-[hash][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
  },
  worker: { format: 'es', plugins: () => [wgsl()], rolldownOptions: { checks: { bundlerTimings: false } } },
  optimizeDeps: { exclude: ['onnxruntime-web'], include: ['uplot', 'fflate'] },
  server: { headers: isolation },
  plugins: [builtModel(), wgsl(), documentedElements(root)] satisfies Plugin[],
});
