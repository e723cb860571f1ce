/**
 * The declarations of a WGSL module, one by one, from its tokens. The parser skips what it does not understand, and
 * everything behind it: what it found is compared with these.
 */
import { WgslScanner, type Token } from 'wgsl_reflect/wgsl_reflect.module.js';
import type { Fail } from './read-layout.ts';

export interface Declaration {
  readonly keyword: string;
  /** Empty where it has none, as `enable f16;`. */
  readonly name: string;
  /** Of a variable: `workgroup`, `storage` and so on; else empty. */
  readonly space: string;
  /** Of the module's code, from 1. */
  readonly line: number;
  /** Behind the name: all up to `;` or the last `}`. */
  readonly rest: readonly string[];
}

const named = ['struct', 'fn', 'const', 'override', 'alias', 'var'];
const nameless = ['const_assert', 'enable', 'requires', 'diagnostic'];

export function declarationsOf(code: string, fail: Fail): Declaration[] {
  const tokens = scan(code, fail).filter(({ lexeme }) => lexeme !== '');
  const declarations: Declaration[] = [];
  let next = 0;
  const lexeme = (): string => tokens[next]?.lexeme ?? '';

  /** Up to and with the token that closes what is open now. */
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
    if (!named.includes(keyword) && !nameless.includes(keyword)) fail(line, `"${keyword}" begins no declaration.`);
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
    return fail(lineIn(cause), 'This is no WGSL.');
  }
}

/** The parser tells lines in its messages alone; some of them it throws as strings. */
export function lineIn(cause: unknown): number {
  return Number(/line:? (\d+)/i.exec(String(cause))?.[1] ?? 1);
}
