/** Addresses of what is no module of the graph: the worker's script, and the scripts and WebAssembly of ONNX Runtime. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Below dist/. */
const runtimeFolder = 'runtime';

/** A build of ONNX Runtime Web, as its package names the script, and the files that it is made of. */
const runtimeScripts: Readonly<Record<string, string>> = {
  'onnxruntime-web/webgpu': 'ort.webgpu.bundle.min.mjs',
  'onnxruntime-web/wasm': 'ort.wasm.bundle.min.mjs',
};
const runtimeWasm = /^onnxruntime-web\/([\w.-]+\.wasm)\?url$/;

const runtimeImport = /import\('(onnxruntime-web\/\w+)'\)/g;
const workerAddress = /new URL\('\.\/worker\.ts', import\.meta\.url\)/g;

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
      // The script is loaded as it is, when a network is: it starts its threads from its own address.
      const addressed = code
        .replace(workerAddress, "new URL('./worker.js', import.meta.url)")
        .replace(runtimeImport, (whole, name: string) => {
          const file = runtimeScripts[name];
          if (file === undefined) this.error(`${whole} in ${id} has no file of its own.`);
          return `import(/* @vite-ignore */ /* webpackIgnore: true */ ${addressOf(file)})`;
        });
      // Lines stay lines.
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
