/** Files other than pictures are checked before a page is opened, and nothing is left behind if one is refused. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { play, PlayedFolder, run } from './played-evaluation.ts';

vi.mock('../../cli/headless.ts', async () => (await import('./played-evaluation.ts')).playedHeadless);

let folder: PlayedFolder;
beforeEach(() => {
  folder = new PlayedFolder();
  Object.assign(play, { pictures: ['plain', 'with space'], onPicture: () => undefined, opened: 0 });
});
afterEach(() => folder.remove());

const utf16 = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, 'utf16le');
const split = 'id,split\nplain,train\nwith space,test\n';

describe.each([
  ['--split', 'no rows', 'id,split\n', 'has a header but lists no pictures'],
  ['--split', 'a quote that is not closed', 'id,split\n"plain,train\n', 'Line 2 of .* a quote is not closed'],
  ['--split', 'a quote closed too early', 'id,split\n"pl"ain,train\n', 'Line 2 of .* closed before the field ends'],
  ['--split', 'semicolons', 'id;split\nplain;train\n', 'separated by commas; it is separated by semicolons'],
  ['--split', 'tabs', 'id\tsplit\nplain\ttrain\n', 'separated by commas; it is separated by tabs'],
  [
    '--split',
    'a picture in both',
    'id,split\nplain,train\n\n"plain.png",test\n',
    'Rows 2 and 4 of .* put plain in both train and test',
  ],
  [
    '--split',
    'a picture in both, by its folder once',
    'id,split\nx/plain,train\nplain,test\n',
    'Rows 2 and 3 of .* put x/plain',
  ],
  ['--split', 'two columns of splits', 'id,split,split\nplain,train,test\n', 'two columns named split'],
  ['--split', 'bytes that are no text', Buffer.from([0x69, 0xff, 0xfe, 0x80]), 'is not text in UTF-8 or UTF-16'],
  ['--class-map', 'what is no JSON', '{"a": 1', 'is not JSON'],
  [
    '--class-map',
    'two classes for a name',
    '{\n"a": 1,\n"b": 2,\n"a": 3}',
    'Lines 2 and 4 of .* give "a" two classes, 1 and 3',
  ],
  ['--class-map', 'a class that the model lacks', '{"a": 5}', '"a" in .* is class 5; the model has the classes 0 to 4'],
] as const)('%s with %s', (option, _, content, says) => {
  it('is reported and leaves nothing behind; the corrected command runs', async () => {
    writeFileSync(folder.at('table'), content);
    const { code, told } = await folder.evaluate('out/r.json', option, folder.at('table'));
    expect(code).toBe(2);
    expect(told).toMatch(new RegExp(`^.*${says}.* \\[table-unreadable\\]$`, 'm'));
    expect(readdirSync(folder.path).sort()).toEqual(['annotations', 'images', 'net.onnx', 'table']);
    expect(await folder.evaluate('out/r.json')).toMatchObject({ code: 0 });
  });
});

it.each([
  ['--split', `\uFEFF${split}`],
  ['--split', utf16(split)],
  ['--class-map', '\uFEFF{"a": 1, "a": 1}'],
  ['--class-map', utf16('{"a": 1}')],
] as const)('%s may begin with a byte order mark', async (option, content) => {
  writeFileSync(folder.at('table'), content);
  expect(await folder.evaluate('r.json', option, folder.at('table'))).toMatchObject({ code: 0 });
});

describe('unreadable inputs are reported before a page is opened', () => {
  const spoil: Readonly<Record<string, readonly [spoil: () => void, more: string[], says: RegExp]>> = {
    'no pictures': [() => rmSync(folder.at('images/one')), [], /--images: \S+ holds no file.*\[bad-option\]/],
    'no annotations': [
      () => rmSync(folder.at('annotations/one')),
      [],
      /--annotations: \S+ holds no file.*\[bad-option\]/,
    ],
    'an archive of no bytes': [
      () => writeFileSync(folder.at('empty.tar'), ''),
      ['--images', 'empty.tar'],
      /--images: \S+ is empty \(0 bytes\).*\[bad-option\]/,
    ],
    'a split that is not there': [
      () => undefined,
      ['--split', 'gone.csv'],
      /\S+gone\.csv does not exist.*\[bad-option\]/,
    ],
    'a split that is a folder': [() => mkdirSync(folder.at('d')), ['--split', 'd'], /\S+ is a folder.*\[bad-option\]/],
    'a model of no bytes': [() => writeFileSync(folder.at('net.onnx'), ''), [], / is empty .*\[model-damaged\]/],
    'a description that is no JSON': [
      () => writeFileSync(folder.at('net.json'), '{'),
      [],
      /net\.json .*\[model-damaged\]/,
    ],
    'class names that are not there': [() => undefined, ['--classes', 'gone.txt'], /.*gone\.txt.*\[bad-option\]/],
  };
  it.each(Object.entries(spoil))('%s', async (_, [damage, more, says]) => {
    damage();
    const words = more.map((word, i) => (i % 2 === 1 ? folder.at(word) : word));
    const { code, told } = await folder.evaluate('r.json', ...words);
    expect(code).toBeGreaterThan(1);
    expect(told).toMatch(says);
    expect(play.opened).toBe(0);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('r.json'))).toEqual([]);
  });

  it('pictures to explain', async () => {
    const { code, told, printed } = await run([
      'explain',
      folder.at('gone.png'),
      folder.at('images'),
      '--model',
      folder.at('net.onnx'),
      '--json',
    ]);
    expect(code).toBe(1);
    expect(told).toMatch(/\[picture-missing\]\n.*\[picture-folder\]\n/);
    expect(JSON.parse(printed)).toMatchObject({
      results: [{ error: { code: 'picture-missing' } }, { error: { code: 'picture-folder' } }],
    });
  });
});
