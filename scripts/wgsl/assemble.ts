/** Assembles a WGSL module: a file begins with its imports, such as `#import "shared/item.wgsl"`. */
import { posix } from 'node:path';
import type { WgslPart } from '../../src/shaders/wgsl-module.ts';
import { WgslError } from './wgsl-error.ts';

export interface Assembled {
  readonly code: string;
  readonly parts: readonly WgslPart[];
}

const directive = /^#import "([^"]+)"\s*$/;
const comment = /^\s*(\/\/.*)?$/;

/**
 * Every file is included once, after those it imports. Imports become empty lines, so that line numbers do not change.
 * @param file path relative to the folder of shaders; imports are relative to the importing file
 * @param read returns the text of a file, or undefined if it does not exist
 * @throws WgslError if an import is misplaced, unknown or circular
 */
export function assemble(file: string, read: (file: string) => string | undefined): Assembled {
  const lines: string[] = [];
  const parts: WgslPart[] = [];

  function include(name: string, way: readonly string[], place: string): void {
    if (way.includes(name)) throw new WgslError(place, `The imports are circular: ${[...way, name].join(' → ')}.`);
    if (parts.some((part) => part.file === name)) return;
    const text = read(name);
    if (text === undefined) throw new WgslError(place, `There is no file ${name}.`);
    const { imports, body } = splitHead(name, text);
    imports.forEach(({ path, line }) =>
      include(posix.join(posix.dirname(name), path), [...way, name], `${name}:${line}`),
    );
    parts.push({ file: name, firstLine: lines.length + 1 });
    lines.push(...body);
  }

  include(file, [], file);
  return { code: lines.join('\n'), parts };
}

interface Head {
  readonly imports: readonly { readonly path: string; readonly line: number }[];
  /** Every line of the file; imports are empty lines. */
  readonly body: readonly string[];
}

function splitHead(file: string, text: string): Head {
  const imports: { path: string; line: number }[] = [];
  let isHead = true;
  const body = text.split(/\r?\n/).map((content, i) => {
    if (!content.trimStart().startsWith('#')) {
      isHead &&= comment.test(content);
      return content;
    }
    const path = directive.exec(content)?.[1];
    if (path === undefined)
      throw new WgslError(`${file}:${i + 1}`, 'An import must have the form #import "file.wgsl".');
    if (!isHead) throw new WgslError(`${file}:${i + 1}`, 'Only comments may come before an import.');
    imports.push({ path, line: i + 1 });
    return '';
  });
  return { imports, body };
}
