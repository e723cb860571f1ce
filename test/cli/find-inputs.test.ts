import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findInputs, readList } from '../../cli/find-inputs.ts';
import { checkInputs, nameInputs } from '../../cli/input-pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'cam-lens-find-'));
const at = (name: string): string => join(folder, name);
for (const name of ['photos/deep/.hidden', 'photos/deep/__MACOSX', 'photos/masks', 'none', 'fetched']) {
  mkdirSync(at(name), { recursive: true });
}
for (const name of [
  'b.jpg',
  'a.PNG',
  'deep/c.webp',
  'notes.txt',
  '.d.jpg',
  'deep/.hidden/e.jpg',
  'x[1].jpg',
  'deep/__MACOSX/f.jpg',
  'masks/g.png',
]) {
  writeFileSync(at(`photos/${name}`), name);
}
symlinkSync(at('photos/b.jpg'), at('photos/z.jpg'));
afterAll(() => rmSync(folder, { recursive: true }));

const input = (text: string): Readable => Readable.from([Buffer.from(text)]);

async function images(...words: readonly string[]): Promise<readonly string[]> {
  const found = await findInputs(words);
  return found.map(
    ({ image, error }) => `${image.replace(`${folder}/`, '')}${error === undefined ? '' : ` ${error.code}`}`,
  );
}

describe('findInputs', () => {
  it.each<[string, readonly string[]]>([
    [
      'photos',
      ['photos/a.PNG', 'photos/b.jpg', 'photos/deep/c.webp', 'photos/masks/g.png', 'photos/x[1].jpg', 'photos/z.jpg'],
    ],
    ['photos/*.jpg', ['photos/b.jpg', 'photos/x[1].jpg', 'photos/z.jpg']],
    ['photos/**/*.{webp,PNG}', ['photos/a.PNG', 'photos/deep/c.webp']],
    // A file of that name comes before what the pattern would match.
    ['photos/x[1].jpg', ['photos/x[1].jpg']],
    ['photos/notes.txt', ['photos/notes.txt']],
    ['photos/*.tif', ['photos/*.tif picture-missing']],
    ['none', ['none picture-folder']],
    ['gone.jpg', ['gone.jpg']],
  ])('%s means %j', async (word, expected) => {
    expect(await images(at(word))).toEqual(expected);
  });

  it('keeps the order of the arguments, and leaves URLs and standard input unchanged', async () => {
    const words = ['https://a.example/b.jpg?x=*', at('photos/b.jpg'), '-', at('photos/deep')];
    expect(await images(...words)).toEqual([words[0], 'photos/b.jpg', '-', 'photos/deep/c.webp']);
  });
});

describe('a list', () => {
  it('has a picture on each line, with any line ending', async () => {
    writeFileSync(at('list.txt'), '\ufeffa.jpg\r\n# none\r\n\r\n  b c.jpg  \nd.jpg');
    expect(await readList(at('list.txt'), input(''))).toEqual(['a.jpg', 'b c.jpg', 'd.jpg']);
    expect(await readList('-', input('a.jpg\nb.jpg\n'))).toEqual(['a.jpg', 'b.jpg']);
  });

  it('is refused if it is empty or not text', async () => {
    await expect(readList('-', input('\n#\n'))).rejects.toMatchObject({ code: 'bad-option' });
    await expect(readList('-', Readable.from([Buffer.from([0xc3])]))).rejects.toMatchObject({ code: 'bad-option' });
  });
});

it('names results after URLs, without characters that file names must not contain', () => {
  const stems = nameInputs([
    'https://a.example/photos/dog.final.jpg?size=2',
    'http://a.example/',
    'http://a.example/%2e%2e%2fetc',
    'http://a.example/..%5cdog.jpg',
    '-',
  ]).map(({ stem }) => stem);
  expect(stems).toEqual(['dog.final', 'a.example', '___etc', '_dog', 'stdin']);
});

describe('a fetched picture', () => {
  let server: Server;
  let address: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/dog.jpg') response.end('dog');
      else if (request.url === '/moved.jpg') response.writeHead(302, { Location: '/dog.jpg' }).end();
      else if (request.url === '/empty.jpg') response.end();
      else response.writeHead(404).end('no');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('is on the disk, or reported with a code, before anything else is done', async () => {
    const words = [
      `${address}/dog.jpg`,
      `${address}/moved.jpg`,
      `${address}/no.jpg`,
      `${address}/empty.jpg`,
      '-',
      at('gone.jpg'),
    ];
    const options = { folder: () => at('fetched'), input: input('from a pipe') };
    const checked = await checkInputs(await findInputs(words), options);
    const seen = checked.map((picture) =>
      picture.error === undefined ? readFileSync(picture.file, 'utf8') : picture.error.code,
    );
    expect(seen).toEqual(['dog', 'dog', 'download-failed', 'picture-empty', 'from a pipe', 'picture-missing']);
    expect(checked[2]!.error?.message).toBe(`${address}/no.jpg answered with status 404; expected a picture.`);
  });

  it('is an error if there is no answer; a stop ends everything', async () => {
    const url = 'http://127.0.0.1:1/dog.jpg';
    const [nobody] = await checkInputs([{ image: url }], { folder: () => folder, input: input('') });
    expect(nobody!.error).toMatchObject({ code: 'download-failed' });
    const interrupted = AbortSignal.abort('SIGINT');
    await expect(
      checkInputs([{ image: `${address}/dog.jpg` }], { folder: () => folder, input: input(''), interrupted }),
    ).rejects.toMatchObject({ code: 'stopped' });
  });
});
