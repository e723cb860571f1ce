/** The command in this process, on the built page, in the Chromium that tests share. */
import { inject } from 'vitest';
import { main } from '../../cli/main.ts';

export interface Ran {
  readonly code: number;
  /** On standard output. */
  readonly printed: string;
  /** On standard error. */
  readonly told: string;
}

export function run(...words: readonly string[]): Promise<Ran> {
  return runAlone(...words, '--browser-url', inject('sharedChromium'));
}

/** Without a browser: for commands that need none and take none. */
export async function runAlone(...words: readonly string[]): Promise<Ran> {
  let printed = '';
  let told = '';
  const code = await main(words, {
    print: (text) => (printed += text),
    tell: (line) => (told += `${line}\n`),
  });
  return { code, printed, told };
}

/** The JSON that it prints; fails with what it tells where it fails. */
export function runJson(...words: readonly string[]): Promise<unknown> {
  return runJsonAlone(...words, '--browser-url', inject('sharedChromium'));
}

/** The same without a browser. */
export async function runJsonAlone(...words: readonly string[]): Promise<unknown> {
  const { code, printed, told } = await runAlone(...words, '--json');
  if (code !== 0) throw new Error(`cam-lens ${words.join(' ')} ended with ${code}:\n${told}`);
  return JSON.parse(printed) as unknown;
}
