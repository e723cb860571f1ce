/** How to repeat the run, with hashes to check that the data are the same. */
import { markup, nameMarkup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';

export function repeating({ repeating: { command, hashes, seeds } }: Report): Markup {
  const facts = [
    ...Object.entries(hashes).map(([name, hash]) => [`SHA-256, ${name}`, hash] as const),
    ...Object.entries(seeds).map(([name, seed]) => [`Seed, ${name}`, String(seed)] as const),
  ];
  return markup`<section id="repeating"><h2>Repeating it</h2>
${
  command === null
    ? null
    : markup`<pre>${shellCommand(command)}</pre>
<p class="note">manifest.json, beside this page, has all options, and says what was hashed.</p>`
}
<dl class="fine">${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${nameMarkup(value)}</dd>`)}</dl></section>`;
}

/** The command with one option per line. */
function shellCommand(words: readonly string[]): string {
  return words.map((word, i) => `${i === 0 ? '' : word.startsWith('--') ? ' \\\n  ' : ' '}${shellWord(word)}`).join('');
}

/** Quoted for a POSIX shell. */
export function shellWord(word: string): string {
  return /^[\w./:,=+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
