import { describe, expect, it } from 'vitest';
import type { NamedFile } from '../../../src/datasets/folder-source.ts';
import '../../../src/ui/evaluate/cam-lens-evaluation.define.ts';
import { dropOnPage } from '../support/input.ts';
import { heard, inside, insideA, mount, shows, textOf } from '../support/mount.ts';

const samples = [
  'german-shepherd.webp',
  'giant-panda.webp',
  'scarlet-macaw.webp',
  'komodo-dragon.webp',
  'samples.json',
];

async function dataSet(disabled = false) {
  const element = await mount('cam-lens-data-set', { disabled });
  return { element, given: heard<{ files: NamedFile[] }>(element, 'cam-lens-given') };
}

describe('cam-lens-data-set', () => {
  it('takes folders and files dropped anywhere on the page, with their paths', async () => {
    const { element, given } = await dataSet();
    await dropOnPage(['public/samples', 'public/favicon.svg'], () =>
      shows(element, () => expect(textOf(inside(element, '.over'))).toBe('Drop the data set, or a part of it')),
    );
    await shows(element, () => expect(given).toHaveLength(1));
    const paths = given[0]!.files.map(({ path }) => path).sort();
    expect(paths).toEqual(['favicon.svg', ...samples.map((name) => `samples/${name}`).sort()]);
    const icon = given[0]!.files.find(({ path }) => path === 'favicon.svg');
    expect(await icon?.file.text()).toContain('<svg');
    expect(element.shadowRoot?.querySelector('.over')).toBeNull();
  });

  it('takes nothing while a run reads the files, and the page stays', async () => {
    const { element, given } = await dataSet(true);
    await dropOnPage(['public/favicon.svg'], async () => expect(element.shadowRoot?.querySelector('.over')).toBeNull());
    element.disabled = false;
    await dropOnPage(['public/samples/samples.json']);
    await shows(element, () => expect(given).toHaveLength(1));
    expect(given[0]?.files.map(({ path }) => path)).toEqual(['samples.json']);
  });

  it('offers the formats of annotations once there are files, and tells which was chosen', async () => {
    const { element, given } = await dataSet();
    const format = inside(element, '#format') as HTMLSelectElement;
    expect(format.checkVisibility()).toBe(false);
    element.given = { files: [{ path: 'set/a.json', file: new Blob(['{}']) }], format: 'yolo' };
    await shows(element, () => expect(format.checkVisibility()).toBe(true));
    expect([format.value, textOf(format.selectedOptions[0]!)]).toEqual(['yolo', 'YOLO labels']);
    expect([...format.options].map(({ value }) => value)).toEqual([
      'auto',
      'voc',
      'coco',
      'yolo',
      'csv',
      'masks',
      'folders',
    ]);
    format.value = 'coco';
    format.dispatchEvent(new Event('change'));
    expect(given).toEqual([{ files: [], format: 'coco' }]);
  });

  it('listens no more once it is removed', async () => {
    const [first, second] = [await dataSet(), await dataSet()];
    first.element.remove();
    await dropOnPage(['public/favicon.svg']);
    await shows(second.element, () => expect(second.given).toHaveLength(1));
    expect(first.given).toEqual([]);
  });

  it('takes chosen files, also the same ones again', async () => {
    const { element, given } = await dataSet();
    const input = insideA(HTMLInputElement, element, '#files');
    for (let time = 0; time < 2; time++) {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['a'], 'set.tar'));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change'));
    }
    await shows(element, () =>
      expect(given.map(({ files }) => files.map(({ path }) => path))).toEqual([['set.tar'], ['set.tar']]),
    );
  });

  it('lists the given folders, files, split and class map', async () => {
    const named = (path: string): NamedFile => ({ path, file: new Blob() });
    const element = await mount('cam-lens-data-set', {
      given: {
        files: [named('set/a.jpg'), named('set/b.jpg'), named('<i>.tar')],
        ...{ split: named('split.csv'), classMap: named('classes.json') },
      },
    });
    const names = [...element.shadowRoot!.querySelectorAll('li')].map(textOf);
    expect(names).toEqual(['set (2 files)', '<i>.tar', 'split.csv (split)', 'classes.json (class map)']);
  });

  it('names an archive among many pictures, which are a number', async () => {
    const paths = [...Array.from({ length: 1200 }, (_, i) => `p${i}.jpg`), 'annotation.tar'];
    const element = await mount('cam-lens-data-set', {
      given: { files: paths.map((path) => ({ path, file: new Blob() })) },
    });
    expect([...element.shadowRoot!.querySelectorAll('li')].map(textOf)).toEqual(['annotation.tar', '1,200 pictures']);
  });
});
