/** Links and pictures in the documentation lead somewhere: to files that exist, and to headings that they have. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'examples', 'models'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
].map((page) => join(root, page));

const withoutCode = (text: string): string => text.replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** As GitHub makes them from headings. */
const anchorsOf = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

it('leads nowhere wrong', () => {
  const links = pages.flatMap((page) =>
    [...withoutCode(readFileSync(page, 'utf8')).matchAll(/\]\(([^)\s]+)\)|\bsrc(?:set)?="([^"]+)"/g)]
      .map(([, link, source]) => (link ?? source)!)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => ({ page, target })),
  );
  expect(links.length).toBeGreaterThan(60);
  const broken = links.filter(({ page, target }) => {
    const [path, anchor] = target.split('#');
    const file = path === '' ? page : join(dirname(page), path!);
    if (!existsSync(file)) return true;
    return anchor !== undefined && statSync(file).isFile() && !anchorsOf(file).includes(anchor);
  });
  expect(broken.map(({ page, target }) => `${relative(root, page)}: ${target}`)).toEqual([]);
});
