import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { builtModel } from './cli/built-model.ts';

/** Cross-origin isolation: without it WebAssembly has one thread only. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  build: {
    outDir: 'build/page',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: resolve(import.meta.dirname, 'index.html'), headless: resolve(import.meta.dirname, 'headless.html') },
    },
  },
  worker: { format: 'es' },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  server: { headers: isolation },
  plugins: [builtModel()] satisfies Plugin[],
});
