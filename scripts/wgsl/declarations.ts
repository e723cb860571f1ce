/**
 * The declarations of a WGSL module, from its tokens. The parser skips what it does not understand and everything after
 * it, so its result is compared with this list.
 */
import { WgslScanner, type Token } from 'wgsl_reflect/wgsl_reflect.module.js';
import type { Fail } from './read-layout.ts';

export interface Declaration {
  readonly keyword: string;
  /** Empty if it has none, like `enable f16;`. */
  readonly name: string;
  /** Address space of a variable: `workgroup`, `storage` and so on; otherwise empty. */
  readonly space: string;
  /** Line of the module's code, from 1. */
  readonly line: number;
  /** The tokens after the name, up to `;` or the last `}`. */
  readonly rest: readonly string[];
}

const named = ['struct', 'fn', 'const', 'override', 'alias', 'var'];
const nameless = ['const_assert', 'enable', 'requires', 'diagnostic'];

export function declarationsOf(code: string, fail: Fail): Declaration[] {
  const tokens = scan(code, fail).filter(({ lexeme }) => lexeme !== '');
  const declarations: Declaration[] = [];
  let next = 0;
  const lexeme = (): string => tokens[next]?.lexeme ?? '';

  /** Skips to the closing token of the current pair, inclusive. */
  function skipPair(open: string, close: string): void {
    if (lexeme() !== open) return;
    for (let depth = 0; next < tokens.length;) {
      depth += Number(lexeme() === open) - Number(lexeme() === close);
      next += 1;
      if (depth === 0) return;
    }
  }

  while (next < tokens.length) {
    if (lexeme() === ';') {
      next += 1;
      continue;
    }
    while (lexeme() === '@') {
      next += 2;
      skipPair('(', ')');
    }
    const { lexeme: keyword = '', line = 1 } = tokens[next] ?? {};
    if (!named.includes(keyword) && !nameless.includes(keyword))
      fail(line, `"${keyword}" does not begin a declaration.`);
    next += 1;
    const space = lexeme() === '<' ? (tokens[next + 1]?.lexeme ?? '') : '';
    skipPair('<', '>');
    const name = named.includes(keyword) ? lexeme() : '';
    const first = (next += Number(name !== ''));
    const hasBody = keyword === 'struct' || keyword === 'fn';
    while (next < tokens.length && lexeme() !== (hasBody ? '{' : ';')) next += 1;
    if (hasBody) skipPair('{', '}');
    declarations.push({ keyword, name, space, line, rest: tokens.slice(first, next).map((token) => token.lexeme) });
  }
  return declarations;
}

function scan(code: string, fail: Fail): Token[] {
  try {
    return new WgslScanner(code).scanTokens();
  } catch (cause) {
    return fail(lineIn(cause), 'This is not WGSL.');
  }
}

/** The parser gives lines only in its messages, some of which it throws as strings. */
export function lineIn(cause: unknown): number {
  return Number(/line:? (\d+)/i.exec(String(cause))?.[1] ?? 1);
}
