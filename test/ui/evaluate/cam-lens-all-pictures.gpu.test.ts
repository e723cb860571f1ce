import { describe, expect, it } from 'vitest';
import type { CamLensAllPictures } from '../../../src/ui/evaluate/cam-lens-all-pictures.ts';
import '../../../src/ui/evaluate/cam-lens-all-pictures.define.ts';
import { readHandOver } from '../../../src/ui/shared/hand-over.ts';
import { gzipped, tarOf } from '../../datasets/support/sources.ts';
import { downloads } from '../support/downloads.ts';
import { pressKey } from '../support/input.ts';
import { inside, mount, pictureFile, shows, textOf } from '../support/mount.ts';
import { head, recordOf } from './support/rows.ts';

/** As many as the whole of Stanford Dogs. */
const many = Array.from({ length: 20_580 }, (_, i) =>
  recordOf(`p${String(i).padStart(5, '0')}`, [(i % 101) / 100, (i % 7) / 6], i % 3, i % 4 === 0 ? 0 : i % 3),
);
const few = [recordOf('a', [0.25, 0.5]), recordOf('b', [0.75, 0.5], 1, 2), recordOf('c', [0.5, 0.5], 2)];

async function pictures(records: typeof many, more: object = {}) {
  const element = await mount('cam-lens-all-pictures', { head, records, known: records.length, ...more });
  const grid = () => inside(element, 'cam-lens-picture-grid').shadowRoot!;
  const cells = () => [...grid().querySelectorAll<HTMLElement>('[role=gridcell]')];
  await shows(element, () => expect(cells().length).toBeGreaterThan(0));
  return {
    ...{ element, grid, cells },
    ids: () => cells().map((cell) => cell.dataset['picture']),
    status: () => textOf(inside(element, '[role=status]')),
  };
}

function set(element: CamLensAllPictures, name: string, value: string): void {
  const field = inside(element, `[name=${name}]`) as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input'));
}

describe('cam-lens-all-pictures', () => {
  it('has few of 20,580 pictures in the document, and those that are scrolled to', async () => {
    const { element, grid, cells, ids, status } = await pictures(many);
    expect(status()).toBe('20,580 of 20,580 pictures shown');
    expect(cells().length).toBeLessThan(80);
    expect(ids()[0]).toBe('p00000');
    const box = grid().querySelector<HTMLElement>('[role=grid]')!;
    await shows(element, () => {
      const columns = Number(box.getAttribute('aria-colcount'));
      expect(columns).toBeGreaterThan(1);
      expect(box.getAttribute('aria-rowcount')).toBe(String(Math.ceil(20_580 / columns)));
    });
    await shows(element, () => {
      box.scrollTop = box.scrollHeight;
      expect(ids().at(-1)).toBe('p20579');
    });
    expect(cells().length).toBeLessThan(80);
  });

  it('is moved through, and selects, by keyboard', async () => {
    const { element, grid, ids, status } = await pictures(many);
    grid().querySelector<HTMLElement>('[data-at="0"]')!.focus();
    const at = () => (grid().activeElement as HTMLElement).dataset['picture'];
    await pressKey('ArrowRight');
    await shows(element, () => expect(at()).toBe('p00001'));
    await pressKey(' ');
    await shows(element, () => expect(status()).toBe('20,580 of 20,580 pictures shown, 1 selected'));
    await pressKey('End');
    await shows(element, () => expect(at()).toBe('p20579'));
    await pressKey('Home');
    await shows(element, () => expect([at(), ids()[0]]).toEqual(['p00000', 'p00000']));
    expect(grid().querySelector('[data-at="1"]')?.getAttribute('aria-selected')).toBe('true');
  });

  it('is filtered and sorted, and tells the link of what it shows', async () => {
    const { element, ids, status } = await pictures(few);
    const links: string[] = [];
    element.addEventListener('cam-lens-link', (event) =>
      links.push((event as CustomEvent<{ link: string }>).detail.link),
    );
    set(element, 'by', 'iou:cam');
    set(element, 'order', 'true');
    await shows(element, () => expect(ids()).toEqual(['b', 'c', 'a']));
    set(element, 'most', '0.5');
    await shows(element, () => expect(ids()).toEqual(['c', 'a']));
    set(element, 'text', 'CHOW');
    await shows(element, () => expect([ids(), status()]).toEqual([['c'], '1 of 3 pictures shown']));
    expect(links.at(-1)).toBe('#text=CHOW&by=iou%3Acam&most=0.5&isDescending=true');
    element.link = '#verdict=wrong';
    await shows(element, () => expect(ids()).toEqual(['b']));
    expect((inside(element, '[name=text]') as HTMLInputElement).value).toBe('');
  });

  it.each([
    ['tag', 'gone'],
    ['class', 'no such class'],
  ])('offers to choose away a %s that its address asks for and nothing has', async (name, value) => {
    const { element, ids, status } = await pictures(few);
    element.link = `#${name}=${encodeURIComponent(value)}`;
    await shows(element, () => expect(status()).toBe('0 of 3 pictures shown'));
    expect((inside(element, `[name=${name}]`) as HTMLSelectElement).value).toBe(value);
    set(element, name, '');
    await shows(element, () => expect(ids()).toEqual(['a', 'b', 'c']));
  });

  it('takes new records of a run', async () => {
    const growing = few.slice(0, 1);
    const { element, ids } = await pictures(growing);
    growing.push(few[1]!);
    element.known = growing.length;
    await shows(element, () => expect(ids()).toEqual(['a', 'b']));
  });

  it('tags what is shown, or what is selected, and shows what has a tag', async () => {
    localStorage.clear();
    const { element, grid, ids } = await pictures(few);
    grid().querySelector<HTMLInputElement>('[data-picture=b] .pick')!.click();
    await shows(element, () => expect(textOf(inside(element, '[data-clear]'))).toBe('Clear the selection'));
    set(element, 'tagged', 'odd');
    inside(element, '[data-tag=add]').click();
    await shows(element, () => expect(inside(element, '[name=tag]')).toBeDefined());
    set(element, 'tag', 'odd');
    await shows(element, () => expect(ids()).toEqual(['b']));
    localStorage.clear();
  });

  it('saves what is shown', async () => {
    const { element } = await pictures(few);
    set(element, 'verdict', 'right');
    await shows(element, () => expect(textOf(inside(element, '[role=status]'))).toMatch(/^2 of 3/));
    const saved = downloads();
    inside(element, '[data-selection=list]').click();
    const { name, blob } = await saved[0]!;
    expect([name, await blob.text()]).toEqual(['cam-lens-pictures.txt', 'set/a.jpg\nset/c.jpg\n']);
  });

  it('has small copies of loose files, which open the explainer; others say why not', async () => {
    const files = [{ path: 'set/a.jpg', file: await pictureFile('a.png', 100, 80) }];
    const { element, grid } = await pictures(few, { files });
    await shows(element, () => expect(grid().querySelector('[data-picture=a] img')).not.toBeNull());
    const link = grid().querySelector<HTMLAnchorElement>('[data-picture=a] a.tile')!;
    expect(readHandOver(link.hash)).toMatchObject({
      name: 'a.jpg',
      layer: 'layer4',
      class: 0,
      methods: ['cam', 'grad-cam'],
    });
    expect(textOf(grid().querySelector('[data-picture=b] .tile p')!)).toMatch(/^The file is in a compressed/);
  });

  it('has small copies of pictures in archives, but not in compressed ones', async () => {
    const bytes = new Uint8Array(await (await pictureFile('a.png', 100, 80)).arrayBuffer());
    const plain = await tarOf({ 'set/notes.txt': 'none', 'set/a.jpg': bytes.slice(0, 700), 'set/b.jpg': bytes });
    const packed = await gzipped(await tarOf({ 'set/c.jpg': bytes }));
    const files = [
      { path: 'plain.tar', file: new Blob([plain]) },
      { path: 'packed.tar.gz', file: new Blob([packed]) },
    ];
    const { element, grid } = await pictures(few, { files });
    const image = () => grid().querySelector<HTMLImageElement>('[data-picture=b] img');
    await shows(element, () => expect(image()).not.toBeNull());
    await image()!.decode();
    expect(image()!.naturalWidth / image()!.naturalHeight).toBeCloseTo(1.25, 1);
    const link = grid().querySelector<HTMLAnchorElement>('[data-picture=b] a.tile')!;
    const { address } = readHandOver(link.hash)!;
    expect(new Uint8Array(await (await fetch(address)).arrayBuffer())).toEqual(bytes);
    await shows(element, () =>
      expect(textOf(grid().querySelector('[data-picture=c] .tile p')!)).toMatch(/^The file is in a compressed or/),
    );
  });
});
