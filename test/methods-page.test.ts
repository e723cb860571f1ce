/** docs/methods.md has every method, in the order and in the words of the page that explains pictures, and its picture. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { methods } from '../src/pipeline/recipe/methods/index.ts';
import { methodNote } from '../src/ui/shared/method-notes.ts';

const text = readFileSync('docs/methods.md', 'utf8');

it('has a caption for each method of the table', () => {
  const rows = text
    .split('\n')
    .filter((line) => /^\|.*`/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.map(([, title, name, line]) => [title, name, line])).toEqual(
    methods.map(({ name, title }) => [title, `\`${name}\``, methodNote(name).line]),
  );
});

it('has a picture with a place for each method, in few bytes, and words for those who cannot see it', () => {
  const [, words = '', file = ''] = /!\[([^\]]*)\]\((\S+\.webp)\)/.exec(text) ?? [];
  expect(words).toMatch(/heatmap of each method/);
  const bytes = readFileSync(`docs/${file}`);
  expect(bytes.length).toBeLessThan(250_000);
  expect([bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 16)]).toEqual(['RIFF', 'WEBPVP8X']);
  // Of the chunk VP8X: 24 bits each, less one.
  const [width, height] = [24, 27].map((at) => bytes.readUIntLE(at, 3) + 1);
  // Four columns of tiles, 310 pixels apart, the photo first; a row is a tile of 300 × 200 with its title.
  expect(width).toBe(4 * 310 + 10);
  expect(Math.floor((height! - 10) / 239)).toBe(Math.ceil((1 + methods.length) / 4));
});
