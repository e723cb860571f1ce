import { expect, it, onTestFinished } from 'vitest';
import type { NamedFile } from '../../../src/datasets/folder-source.ts';
import type { PictureRecord } from '../../../src/evaluation/record.ts';
import { resultOfRun } from '../../../src/runs/saved-result.ts';
import type { Comparer } from '../../../src/ui/evaluate/cam-lens-comparison.ts';
import '../../../src/ui/evaluate/cam-lens-comparison.define.ts';
import { Comparing } from '../../../src/ui/evaluate/comparing.ts';
import { readHandOver } from '../../../src/ui/shared/hand-over.ts';
import { gzipped, tarOf } from '../../datasets/support/sources.ts';
import { pressKey } from '../support/input.ts';
import { inside, insideA, mount, pictureFile, shows, textOf } from '../support/mount.ts';
import { head, recordOf } from './support/rows.ts';

const records = Array.from({ length: 10 }, (_, i) => recordOf(`p${i}`, [0.05 * i, i === 4 ? 0.9 : 0.05 * i + 0.3]));

/** What the worker of the page does, without the worker. */
function comparer(): Comparer {
  const comparing = new Comparing();
  return {
    open: async (name, text) => comparing.open(name, text),
    close: async (name) => comparing.close(name),
    offer: async (name, run, all) => comparing.offer(run === undefined ? undefined : resultOfRun(name, run, all)),
    compare: async (chosen) => comparing.compare(chosen),
    pictures: async (pair, statistic) => comparing.pictures(pair, statistic),
  };
}

async function compared(own: readonly PictureRecord[] = records, given?: NamedFile) {
  const one = comparer();
  const loose = { path: 'set/p4.jpg', file: await pictureFile('p4.jpg', 100, 80) };
  const element = await mount('cam-lens-comparison', {
    ...{ comparer: () => one, head, records: own, known: own.length, methods: head.info.methods },
    files: [given ?? loose],
  });
  const button = () => insideA(HTMLButtonElement, element, '[data-compare]');
  await shows(element, () => expect(button().disabled).toBe(false));
  button().click();
  await shows(element, () => expect(element.shadowRoot?.querySelector('cam-lens-scatter')).toBeTruthy());
  const cells = (row: string) => [...inside(element, row).children].map(textOf);
  return {
    element,
    button,
    cells,
    names: () => [...element.shadowRoot!.querySelectorAll('figure')].map((one) => one.dataset['picture']),
  };
}

/** Links that the page opens. */
function opened(): string[] {
  const links: string[] = [];
  const before = window.open;
  window.open = (link) => {
    links.push(String(link));
    return null;
  };
  onTestFinished(() => {
    window.open = before;
  });
  return links;
}

it('compares two explanations of a run, and shows where they differ most', async () => {
  const { element, cells, names } = await compared();
  expect([...element.shadowRoot!.querySelectorAll('.series label')].map(textOf)).toEqual([
    'CAM at layer4, true class, τ = 0.15',
    'Grad-CAM at layer4, true class, τ = 0.15',
  ]);
  // Mean of CAM: 0.05 × 4.5; Grad-CAM is 0.3 better, and 0.7 on the fifth picture.
  expect(cells('[data-statistic=meanIoU]').slice(0, 4)).toEqual(['mean IoU', '10', '0.225', '0.565']);
  expect(cells('[data-statistic=meanIoU]')[4]).toMatch(/^\+0\.340 \[\+0\.300, \+0\.4\d\d\]$/);
  expect(cells('[data-statistic=meanIoU]').slice(5)).toEqual(['0.004', 'B is better']);
  expect(names()[0]).toBe('p4');
  // None of CAM is 0.5 or more; from the fifth picture on, all of Grad-CAM are.
  inside(element, '[data-statistic=corLoc] button').click();
  await shows(element, () => expect(inside(element, '[data-statistic=corLoc] button').ariaPressed).toBe('true'));
  expect(cells('[data-statistic=corLoc]').slice(2, 4)).toEqual(['0.000', '0.600']);
});

it('says so where no difference is shown', async () => {
  const { cells, element } = await compared(['a', 'b', 'c'].map((id) => recordOf(id, [0.5, 0.6])));
  expect(cells('[data-statistic=meanIoU]').slice(-2)).toEqual(['0.500', 'no difference shown']);
  expect(cells('[data-statistic=corLoc]').slice(-2)).toEqual(['1.000', 'no difference shown']);
  inside(element, '[data-statistic=corLoc] button').click();
  await shows(element, () => expect(textOf(inside(element, 'section'))).toContain('They are equal on every picture.'));
});

it('opens a picture from the scatter by keyboard, as it was measured; one without a file is refused', async () => {
  const links = opened();
  const { element } = await compared();
  const plot = () => inside(element, 'cam-lens-scatter', '.plot');
  plot().focus();
  for (let i = 0; i < 5; i++) await pressKey('ArrowRight');
  await shows(element, () => expect(textOf(inside(element, 'cam-lens-scatter', 'p'))).toBe('p4: 0.200 and 0.900'));
  await pressKey('Enter');
  await shows(element, () => expect(links).toHaveLength(1));
  expect(readHandOver(new URL(links[0]!, location.href).hash)).toMatchObject({
    ...{ name: 'p4.jpg', methods: ['cam', 'grad-cam'], layer: 'layer4', class: 0, size: 224, convention: 'paper' },
    truths: [[0, 0, 100, 80]],
  });
  await pressKey('End');
  await pressKey('Enter');
  await shows(element, () => expect(textOf(inside(element, '[role=alert]'))).toMatch(/^p9 cannot be opened: its file/));
  expect(links).toHaveLength(1);
});

it('opens a picture that lies in a compressed archive, in a tab of its own that says what it waits for', async () => {
  const jpeg = await pictureFile('p4.jpg', 100, 80);
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  const tar = await gzipped(await tarOf({ 'set/p0.jpg': bytes.slice(0, 9), 'set/p4.jpg': bytes }));
  const { element } = await compared(records, { path: 'set.tar.gz', file: new Blob([tar]) });
  const tabs: { title: string; links: string[]; isClosed: boolean }[] = [];
  const before = window.open;
  window.open = () => {
    const tab = { title: '', links: [] as string[], isClosed: false };
    tabs.push(tab);
    const document = {
      set title(title: string) {
        tab.title = title;
      },
    };
    const location = { replace: (link: string) => void tab.links.push(link) };
    return { document, location, close: () => (tab.isClosed = true) } as unknown as Window;
  };
  onTestFinished(() => {
    window.open = before;
  });
  inside(element, 'cam-lens-scatter', '.plot').focus();
  for (let i = 0; i < 5; i++) await pressKey('ArrowRight');
  await shows(element, () => expect(textOf(inside(element, 'cam-lens-scatter', 'p'))).toBe('p4: 0.200 and 0.900'));
  await pressKey('Enter');
  await shows(element, () => expect(tabs[0]?.links).toHaveLength(1));
  expect(tabs[0]!.title).toBe('Looking for p4 …');
  const handed = readHandOver(new URL(tabs[0]!.links[0]!).hash)!;
  expect(handed).toMatchObject({ name: 'p4.jpg', class: 0, truths: [[0, 0, 100, 80]] });
  expect(new Uint8Array(await (await fetch(handed.address)).arrayBuffer())).toEqual(bytes);
  // One that the archive does not have is refused, and its tab is closed.
  await pressKey('End');
  await pressKey('Enter');
  await shows(element, () => expect(textOf(inside(element, '[role=alert]'))).toMatch(/^p9 cannot be opened: its file/));
  expect([tabs.length, tabs[1]!.isClosed, tabs[1]!.links]).toEqual([2, true, []]);
});

it('opens the picture of a point that is clicked', async () => {
  const links = opened();
  const { element } = await compared();
  const over = inside(element, 'cam-lens-scatter', '.u-over');
  const { left, top, width, height } = over.getBoundingClientRect();
  const at = { clientX: left + 0.2 * width, clientY: top + 0.1 * height, bubbles: true, composed: true };
  over.dispatchEvent(new MouseEvent('click', at));
  await shows(element, () => expect(links).toHaveLength(1));
});

it('opens saved results that are dropped, keeps what it has for one that is none, and closes them', async () => {
  const { element } = await compared();
  const document = {
    settings: head.settings,
    model: head.info.model,
    perPicture: records.map((record) => ({ ...record, explanations: { cam: record.explanations['cam'] } })),
  };
  const drop = (name: string, text: string) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    const event = new DragEvent('drop', { dataTransfer, bubbles: true, composed: true, cancelable: true });
    inside(element, 'section').dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(drop('other.json', JSON.stringify(document))).toBe(true);
  const labels = () => [...element.shadowRoot!.querySelectorAll('.series label')].map(textOf);
  await shows(element, () => expect(labels().at(-1)).toBe('other.json: CAM at layer4, true class, τ = 0.15'));
  expect(labels()[0]).toBe('this run: CAM at layer4, true class, τ = 0.15');
  drop('none.json', '{}');
  await shows(element, () => expect(textOf(inside(element, '[role=alert]'))).toContain('none.json is not a result'));
  expect(labels()).toHaveLength(3);
  expect(drop('picture.png', '')).toBe(false);
  inside(element, '[aria-label="Close other.json"]').click();
  await shows(element, () => expect(labels()).toHaveLength(2));
});
