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

export async function run(...words: readonly string[]): Promise<Ran> {
  let printed = '';
  let told = '';
  const code = await main([...words, '--browser-url', inject('sharedChromium')], {
    print: (text) => (printed += text),
    tell: (line) => (told += `${line}\n`),
  });
  return { code, printed, told };
}

/** The JSON that it prints; fails with what it tells where it fails. */
export async function runJson(...words: readonly string[]): Promise<unknown> {
  const { code, printed, told } = await run(...words, '--json');
  if (code !== 0) throw new Error(`cam-lens ${words.join(' ')} ended with ${code}:\n${told}`);
  return JSON.parse(printed) as unknown;
}
