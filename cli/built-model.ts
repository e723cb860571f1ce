/** Serves models/*.onnx at /models/ in Vite's development server, without copying them. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

const modelsFolder = join(import.meta.dirname, '..', 'models');

export function builtModel(): Plugin {
  return {
    name: 'cam-lens:built-model',
    configureServer(server) {
      server.middlewares.use('/models', (request, response, next) => {
        const file = join(modelsFolder, basename(new URL(request.url ?? '', 'http://localhost').pathname));
        if (!file.endsWith('.onnx') || !existsSync(file)) {
          next();
          return;
        }
        response.setHeader('Content-Type', 'application/octet-stream');
        response.setHeader('Content-Length', statSync(file).size);
        createReadStream(file).pipe(response);
      });
    },
  };
}
