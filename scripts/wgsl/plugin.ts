/**
 * `import blend from './blend.wgsl'` gives a `WgslModule`: imports are resolved and the layout is read at build time.
 * The build does not contain the parser.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { WgslModule } from '../../src/shaders/wgsl-module.ts';
import { assemble } from './assemble.ts';
import { readLayout } from './read-layout.ts';

const shaders = join(import.meta.dirname, '..', '..', 'src', 'shaders');

export function wgsl(): Plugin {
  return {
    name: 'cam-lens:wgsl',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('.wgsl')) return null;
      const module = readModule(relative(shaders, id).split(sep).join('/'));
      for (const { file } of module.parts) this.addWatchFile(join(shaders, file));
      return { code: `export default ${literal(module)};`, moduleType: 'js' };
    },
  };
}

/** @param file path relative to src/shaders/ */
export function readModule(file: string): WgslModule {
  const assembled = assemble(file, (name) => {
    const path = join(shaders, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  });
  return { file, ...assembled, layout: readLayout(assembled) };
}

/** JavaScript source of a value: JSON and maps. */
function literal(value: unknown): string {
  if (value instanceof Map) return `new Map(${literal([...value])})`;
  if (Array.isArray(value)) return `[${value.map(literal).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${literal(each)}`);
  return `{${entries.join(',')}}`;
}
