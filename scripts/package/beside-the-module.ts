/** URLs of files outside the module graph: the workers' scripts, and ONNX Runtime's scripts and WebAssembly. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** In dist/. */
const runtimeFolder = 'runtime';

/** The script of each build of ONNX Runtime Web, as its package exports it, and the files that belong to it. */
const runtimeScripts: Readonly<Record<string, string>> = {
  'onnxruntime-web/webgpu': 'ort.webgpu.bundle.min.mjs',
  'onnxruntime-web/wasm': 'ort.wasm.bundle.min.mjs',
};
const runtimeWasm = /^onnxruntime-web\/([\w.-]+\.wasm)\?url$/;

const runtimeImport = /import\('(onnxruntime-web\/\w+)'\)/g;
const workerAddress = /new URL\('(\.\/[\w-]+\.ts)', import\.meta\.url\)/g;

/** The source of each worker's script, by its name in dist/. */
export const workers: Readonly<Record<string, string>> = {
  worker: 'src/pipeline/worker/worker.ts',
  'run-worker': 'src/runs/worker.ts',
  'run-file-worker': 'src/runs/run-file-worker.ts',
  'run-tables-worker': 'src/ui/evaluate/run-tables-worker.ts',
};

export function besideTheModule(root: string): Plugin {
  const needed = new Set<string>();
  const addressOf = (file: string): string => {
    needed.add(file);
    return `new URL('./${runtimeFolder}/${file}', import.meta.url).href`;
  };
  return {
    name: 'cam-lens:beside-the-module',
    enforce: 'pre',
    resolveId: (id) => (runtimeWasm.test(id) ? `\0${id}` : null),
    load(id) {
      const file = id.startsWith('\0') ? runtimeWasm.exec(id.slice(1))?.[1] : undefined;
      return file === undefined ? null : `export default ${addressOf(file)};`;
    },
    transform(code, id) {
      if (!id.startsWith(join(root, 'src')) || !/import\('onnx|new Worker/.test(code)) return null;
      // The script stays a separate file, loaded with the first network, because it starts threads from its own URL.
      const addressed = code
        .replace(workerAddress, (whole, path: string) => {
          const source = join(dirname(id), path);
          const worker = Object.keys(workers).find((name) => join(root, workers[name] ?? '') === source);
          if (worker === undefined) this.error(`${whole} in ${id} is not in the list of workers.`);
          return `new URL('./${worker}.js', import.meta.url)`;
        })
        .replace(runtimeImport, (whole, name: string) => {
          const file = runtimeScripts[name];
          if (file === undefined) this.error(`${whole} in ${id} is not in the list of ONNX Runtime's files.`);
          return `import(/* @vite-ignore */ /* webpackIgnore: true */ ${addressOf(file)})`;
        });
      // Line numbers do not change.
      return { code: addressed, map: null };
    },
    writeBundle({ dir = '' }) {
      mkdirSync(join(dir, runtimeFolder), { recursive: true });
      for (const file of needed) {
        copyFileSync(join(root, 'node_modules/onnxruntime-web/dist', file), join(dir, runtimeFolder, file));
      }
    },
  };
}
