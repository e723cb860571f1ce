import { describe, expect, it } from 'vitest';
import type { NamedFile } from '../../../src/datasets/folder-source.ts';
import { CamLensError } from '../../../src/errors.ts';
import { sortedById } from '../../../src/evaluation/merge.ts';
import type { CamLensEvaluation } from '../../../src/ui/evaluate/cam-lens-evaluation.ts';
import '../../../src/ui/evaluate/cam-lens-evaluation.define.ts';
import { handedSource, readHandOver } from '../../../src/ui/shared/hand-over.ts';
import { voc } from '../../datasets/support/voc.ts';
import { picture as recordOf } from '../../evaluation/records.ts';
import { headWith } from '../../runs/heads.ts';
import { downloads } from '../support/downloads.ts';
import { fakeInfo } from '../support/fake-lens.ts';
import { fakeMeans, FakePool, FakeStore } from '../support/fake-pool.ts';
import { hold, inside, insideA, mount, pictureFile, shows, textOf } from '../support/mount.ts';

const breed = 'set/n02106662-German_shepherd';

/** Pictures of 100 × 80 with one true box each, from the left to this x. */
async function dataSet(rights: Readonly<Record<string, number>>): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const [name, right] of Object.entries(rights)) {
    files.push({ path: `${breed}/${name}.png`, file: await pictureFile('a.png', 100, 80) });
    files.push({ path: `${breed}/${name}.xml`, file: new Blob([voc([['dog', [0, 0, right, 80]]])]) });
  }
  return files;
}

/** CAM finds the left half of a picture, Grad-CAM all of it: IoU 0.5 and 1, then 0.4 and 0.2. */
const rights = { a: 100, b: 20 };

const texts = (element: Element, part: string, selector: string) =>
  [...(inside(element, part).shadowRoot?.querySelectorAll(selector) ?? [])].map(textOf);
const shadowText = (element: Element) => (element.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ').trim();
const headline = (element: Element) => textOf(inside(element, 'cam-lens-run-status', '.headline'));
const idOf = (name: string) => `${breed.slice(breed.indexOf('/') + 1)}/${name}`;
const links = (element: Element) => [
  ...(inside(element, 'cam-lens-gallery').shadowRoot?.querySelectorAll<HTMLAnchorElement>('a.tile') ?? []),
];
const press = (element: Element, command: string) =>
  inside(element, 'cam-lens-run-status', `[data-command="${command}"]`).click();

async function open(pool: FakePool, store: FakeStore | undefined, files: NamedFile[]): Promise<CamLensEvaluation> {
  const element = await mount('cam-lens-evaluation', { means: fakeMeans(pool, store) });
  const detail = { files };
  inside(element, 'cam-lens-data-set').dispatchEvent(
    new CustomEvent('cam-lens-given', { detail, bubbles: true, composed: true }),
  );
  await shows(element, () => {
    const button = insideA(HTMLButtonElement, element, 'cam-lens-run-status', '[data-command="start"]');
    expect(button.disabled).toBe(false);
  });
  return element;
}

describe('cam-lens-evaluation', () => {
  it('measures what was given, and shows it', async () => {
    const pool = new FakePool();
    const element = await open(pool, new FakeStore(), await dataSet(rights));
    expect(textOf(inside(element, 'cam-lens-data-set', 'ul'))).toBe('set (4 files)');
    press(element, 'start');
    await shows(element, () => {
      expect(headline(element)).toBe('Finished: 2 of 2 pictures measured.');
      expect(texts(element, 'cam-lens-summary-table', '[data-row="cam"] .value')).toEqual([
        ...['0.450', '50.0', '50.0', '50.0'],
      ]);
      expect(texts(element, 'cam-lens-summary-table', '[data-row="grad-cam"] .value')[0]).toBe('0.600');
      expect(texts(element, 'cam-lens-summary-table', '[data-row="cam:oracle"] small')[0]).toMatch(/oracle/);
      expect(texts(element, 'cam-lens-gallery', 'strong')).toEqual(['German shepherd', 'German shepherd']);
      expect(inside(element, 'cam-lens-gallery', 'img').getAttribute('src')).toMatch(/^blob:/);
      expect(texts(element, 'cam-lens-gallery', 'figcaption')[0]).toContain('IoU: CAM 0.500, Grad-CAM 1.000');
    });
    expect(pool.destroyed).toBe(true);
  });

  it('shows accuracy alone for pictures in folders named by class, and does not go on with boxes', async () => {
    const isPicture = ({ path }: NamedFile): boolean => path.endsWith('.png');
    const files = (await dataSet(rights)).filter(isPicture);
    const store = new FakeStore();
    const element = await open(new FakePool(), store, files);
    for (const name of ['energy', 'pxap', 'sparseness']) {
      inside(element, 'cam-lens-run-options', `[name="measure"][value="${name}"]`).click();
      await element.updateComplete;
    }
    press(element, 'start');
    await shows(element, () => {
      expect(headline(element)).toBe('Finished: 2 of 2 pictures measured.');
      expect(texts(element, 'cam-lens-run-status', '.left-out')).toEqual([
        'Not measured, because the data set has no boxes: energy.',
        'Not measured, because the data set has no masks: pxap.',
      ]);
      expect(shadowText(inside(element, 'cam-lens-summary-table'))).toMatch(
        /How well the network classifies: 2 pictures The network itself classifies 100.0 % /,
      );
      expect(texts(element, 'cam-lens-gallery', 'option')).toEqual(['Taken for another class', 'At random']);
    });
    const without = ['energy', 'pxap'];
    expect(store.kept?.head).toMatchObject({ settings: { measures: ['sparseness'] }, leftOut: without });
    const caught = downloads();
    for (const kind of ['json', 'report']) {
      inside(element, `[data-export="${kind}"]`).click();
      await shows(element, () => expect(shadowText(element)).not.toContain('Making'));
    }
    await shows(element, () => expect(caught).toHaveLength(2));
    const [json = '', report = ''] = await Promise.all(caught.map(async (file) => (await file).blob.text()));
    const withReasons = [
      { measure: 'energy', lacks: 'boxes' },
      { measure: 'pxap', lacks: 'masks' },
    ];
    expect(JSON.parse(json)).toMatchObject({ settings: { measures: ['sparseness'] }, leftOut: withReasons });
    expect(report).toContain('<dd>Not measured, because the data set has no masks: pxap.</dd>');
    expect(texts(element, 'cam-lens-class-table', 'thead th').map((title) => title.replace(/ ?[↑↓]/, ''))).toEqual([
      ...['Class', 'Pictures', 'Top-1 accuracy %', 'Top-5 accuracy %'],
    ]);
    expect(texts(element, 'cam-lens-class-table', 'tbody tr > *').slice(-3)).toEqual(['2', '100.0', '100.0']);
    expect(JSON.parse(json)).toMatchObject({ accuracyByClass: [{ pictures: 2, top1: 1, top5: 1 }] });
    expect(report).toContain('<bdi class="name">German shepherd</bdi></th><td>2</td><td>1.000</td><td>1.000</td></tr>');
    const parts = ['summary-table', 'gallery', 'all-pictures', 'comparison', 'class-table'].map((name) =>
      inside(element, `cam-lens-${name}`),
    );
    for (const part of parts) expect(shadowText(part)).not.toMatch(/IoU|CorLoc|NaN|undefined/);
    expect(store.kept?.head.format).toBe('folders');
    expect(store.kept?.records.some((record) => 'boxes' in record)).toBe(false);

    // As if it was stopped before the last picture.
    store.kept = { ...store.kept!, head: { ...store.kept!.head, total: 3 } };
    const again = await open(new FakePool(), store, await dataSet({ ...rights, c: 50 }));
    expect(texts(again, 'cam-lens-run-status', '.left-out')).toHaveLength(2);
    press(again, 'start');
    await shows(again, () =>
      expect(shadowText(inside(again, 'cam-lens-run-status'))).toContain(
        'The run was begun with annotations as class folders (no boxes), and is continued with PASCAL VOC XML',
      ),
    );
    expect(texts(again, 'cam-lens-run-status', '.left-out')).toHaveLength(2);

    const { leftOut, ...older } = store.kept.head;
    expect(leftOut).toEqual(without);
    store.kept = { ...store.kept, head: older };
    const oldest = await open(new FakePool(), store, (await dataSet({ ...rights, c: 50 })).filter(isPicture));
    press(oldest, 'start');
    await shows(oldest, () => expect(headline(oldest)).toBe('Finished: 3 of 3 pictures measured.'));
    expect(texts(oldest, 'cam-lens-run-status', '.left-out')).toEqual([]);
  });

  it('shows the pictures that its link asks for, and all again when the link is cleared by hand', async () => {
    const element = await open(new FakePool(), new FakeStore(), await dataSet(rights));
    press(element, 'start');
    const status = () => textOf(inside(element, 'cam-lens-all-pictures', '[role=status]'));
    await shows(element, () => expect(status()).toBe('2 of 2 pictures shown'));
    const search = insideA(HTMLInputElement, element, 'cam-lens-all-pictures', '[name=text]');
    search.value = '/b';
    search.dispatchEvent(new Event('input'));
    await shows(element, () => expect([status(), element.link]).toEqual(['1 of 2 pictures shown', '#text=%2Fb']));
    element.link = '';
    await shows(element, () => expect(status()).toBe('2 of 2 pictures shown'));
  });

  it('saves a report of what it shows', async () => {
    const element = await open(new FakePool(), new FakeStore(), await dataSet(rights));
    press(element, 'start');
    await shows(element, () => {
      expect(headline(element)).toMatch(/^Finished: 2 of 2/);
      expect(inside(element, '[data-export="report"]').isConnected).toBe(true);
    });
    const caught = downloads();
    inside(element, '[data-export="report"]').click();
    await shows(element, () => expect(caught).toHaveLength(1));
    const { name, blob } = await caught[0]!;
    expect([name, blob.type]).toEqual(['cam-lens-report.html', 'text/html']);
    const html = await blob.text();
    const page = new DOMParser().parseFromString(html, 'text/html');
    const [cam] = page.querySelectorAll('[data-table="fixed"] tbody tr');
    expect(cam?.children[3]?.textContent).toMatch(/^0\.450 /);
    expect(page.querySelectorAll('[data-list="Best"] image')).toHaveLength(1);
  });

  it('names what cannot be measured, as text', async () => {
    const element = await open(new FakePool(), new FakeStore(), await dataSet({ ...rights, '<i>bad': 20 }));
    press(element, 'start');
    await shows(element, () => {
      expect(headline(element)).toBe('Finished: 2 of 3 pictures measured.');
      expect(texts(element, 'cam-lens-problems', '[data-code="picture-unreadable"] li')).toEqual([
        `${breed}/<i>bad.png could not be decoded.`,
      ]);
    });
  });

  it('counts the pictures that have an annotation, and lists annotations without picture apart', async () => {
    const given = await dataSet(rights);
    const without = Array.from({ length: 120 }, (_, i) => `${breed}/x${String(i).padStart(3, '0')}`);
    for (const path of without) given.push({ path, file: new Blob([voc([['dog', [0, 0, 10, 10]]])]) });
    given.push({ path: `${breed}/alone.png`, file: await pictureFile('alone.png') });
    const pool = new FakePool();
    const held = hold();
    pool.wait = (id) => (id.endsWith('/a') ? Promise.resolve() : held.promise);
    const element = await open(pool, new FakeStore(), given);
    press(element, 'start');
    await shows(element, () => expect(headline(element)).toBe('1 of 2 pictures measured'));
    expect(texts(element, 'cam-lens-run-status', 'dd')[1]).toBe('122 read (PASCAL VOC XML), 2 with their picture');
    // Known before the run has come to its end.
    const problems = (selector: string) => texts(element, 'cam-lens-problems', selector);
    expect(problems('h2')).toEqual(['1 problem']);
    expect(problems('[data-code="annotation-missing"] li')).toHaveLength(1);
    expect(problems('[data-code="picture-missing"] summary')).toEqual([
      '120 annotations have no picture among those given, and are ignored',
    ]);
    const listed = problems('[data-code="picture-missing"] li');
    expect([listed.length, listed[0], listed[100]]).toEqual([101, idOf('x000'), 'and 20 more']);
    const caught = downloads();
    inside(element, 'cam-lens-problems', '[data-code="picture-missing"] button').click();
    const { name, blob } = await caught[0]!;
    expect(name).toBe('cam-lens-picture-missing.txt');
    expect((await blob.text()).split('\n')).toEqual([...without.map((path) => idOf(path.slice(-4))), '']);
    held.end();
    await shows(element, () => expect(headline(element)).toBe('Finished: 2 of 2 pictures measured.'));
  });

  it('measures under several conventions at once, and shows each by its name', async () => {
    const element = await open(new FakePool(), new FakeStore(), await dataSet(rights));
    inside(element, 'cam-lens-run-options', '[name="convention"][value="torch-cam"]').click();
    press(element, 'start');
    await shows(element, () => {
      expect(headline(element)).toBe('Finished: 2 of 2 pictures measured.');
      // Of pictures whose dogs are 100 and 20 wide: IoU 1/4 and 20/25, 3/4 and 20/75.
      const first = (row: string) => texts(element, 'cam-lens-summary-table', `[data-row="${row}"] .value`)[0];
      expect(['cam', 'grad-cam', 'cam@torch-cam', 'grad-cam@torch-cam'].map(first)).toEqual([
        ...['0.450', '0.600', '0.525', '0.508'],
      ]);
      expect(
        texts(element, 'cam-lens-summary-table', '[data-row$="torch-cam"] th').map((text) => text.split(' thr')[0]),
      ).toEqual([...['CAM (TorchCAM)', 'Grad-CAM (TorchCAM)']]);
      expect(texts(element, 'cam-lens-chart', '.legend li').slice(0, 4)).toEqual([
        ...['CAM', 'Grad-CAM', 'CAM (TorchCAM)', 'Grad-CAM (TorchCAM)'],
      ]);
      expect(texts(element, 'cam-lens-class-table', 'thead th').join()).toContain('CAM (TorchCAM), mean IoU');
    });
    const select = insideA(HTMLSelectElement, element, 'cam-lens-gallery', 'select');
    const titles = [...select.options].map(({ text }) => text);
    expect(titles.slice(0, 3)).toEqual([
      'CAM and Grad-CAM disagree most',
      'CAM (TorchCAM) and Grad-CAM (TorchCAM) disagree most',
      'CAM and CAM (TorchCAM) disagree most',
    ]);
    select.selectedIndex = titles.indexOf('Best by CAM (TorchCAM)');
    select.dispatchEvent(new Event('change'));
    await shows(element, () =>
      expect(texts(element, 'cam-lens-gallery', 'figcaption')[0]).toContain(
        'IoU: CAM (TorchCAM) 0.800, Grad-CAM (TorchCAM) 0.267',
      ),
    );
    expect(readHandOver(new URL(links(element)[0]!.href).hash)?.convention).toBe('torch-cam');
  });

  it('reports that no picture has an annotation', async () => {
    const given = [
      { path: `${breed}/a.xml`, file: new Blob([voc([['dog', [0, 0, 10, 10]]])]) },
      { path: `${breed}/b.png`, file: await pictureFile('b.png') },
    ];
    const element = await open(new FakePool(), new FakeStore(), given);
    press(element, 'start');
    await shows(element, () =>
      expect(texts(element, 'cam-lens-run-status', '.failed')[0]).toMatch(/^No picture has an annotation/),
    );
  });

  it('pauses, continues and stops', async () => {
    const [pool, store, held] = [new FakePool(), new FakeStore(), hold()];
    pool.wait = (id) => (id.endsWith('/a') || id.endsWith('/b') ? Promise.resolve() : held.promise);
    const element = await open(pool, store, await dataSet({ a: 100, b: 20, c: 20, d: 20, e: 20 }));
    press(element, 'start');
    await shows(element, () => {
      expect(headline(element)).toBe('2 of 5 pictures measured');
      expect(pool.begun).toHaveLength(4);
    });
    press(element, 'pause');
    held.end();
    // Those under way are finished; those that come after them wait.
    await shows(element, () => expect(headline(element)).toBe('Paused: 4 of 5 pictures measured.'));
    press(element, 'stop');
    await shows(element, () => expect(headline(element)).toMatch(/^Stopped: 4 of 5 pictures measured/));
    expect(store.kept?.records).toHaveLength(4);
    press(element, 'start');
    await shows(element, () => expect(headline(element)).toBe('Finished: 5 of 5 pictures measured.'));
    expect(pool.measured.map((id) => id.slice(-1))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('says in words what it does, and what can be done: to those who see and to those who hear', async () => {
    const [pool, held, last] = [new FakePool(), hold(), hold()];
    pool.wait = (id) => (id.endsWith('/a') ? Promise.resolve() : id.endsWith('/e') ? last.promise : held.promise);
    const element = await open(pool, new FakeStore(), await dataSet({ a: 100, b: 20, c: 20, d: 20, e: 20 }));
    const status = inside(element, 'cam-lens-run-status');
    const spoken = () => textOf(inside(status, '[role="status"]'));
    const buttons = () => texts(element, 'cam-lens-run-status', '.buttons button');
    expect([headline(element), buttons()]).toEqual(['Ready to start.', ['Start']]);
    press(element, 'start');
    await shows(element, () => {
      expect(headline(element)).toBe('1 of 5 pictures measured');
      expect(pool.begun).toHaveLength(3);
    });
    expect([spoken(), buttons()]).toEqual(['Running: 20 % done.', ['Pause', 'Stop']]);
    press(element, 'pause');
    held.end();
    await shows(element, () => expect(headline(element)).toBe('Paused: 3 of 5 pictures measured.'));
    expect([spoken(), buttons()]).toEqual(['Paused: 3 of 5 pictures measured.', ['Resume', 'Stop']]);
    press(element, 'resume');
    await shows(element, () => expect(headline(element)).toBe('4 of 5 pictures measured'));
    expect(buttons()).toEqual(['Pause', 'Stop']);
    press(element, 'stop');
    await shows(element, () => expect(headline(element)).toMatch(/^Stopping: the pictures in progress/));
    expect(buttons()).toEqual([]);
    last.end();
    await shows(element, () => expect(headline(element)).toMatch(/^Stopped: 5 of 5 pictures measured/));
    expect(buttons()).toEqual(['Resume', 'Start anew']);
  });

  it('loads the network again after a failure', async () => {
    let tries = 0;
    const means = fakeMeans(new FakePool(), new FakeStore());
    const element = await mount('cam-lens-evaluation', {
      means: {
        ...means,
        loadOffer: async (tell) => {
          tell({ step: 'download', message: 'Downloading the network, 1 of 2 MB' });
          if (++tries === 1) throw new CamLensError('model-missing', 'The network is not there.');
          return means.loadOffer(tell);
        },
      },
    });
    await shows(element, () => {
      expect(headline(element)).toBe('The network could not be loaded.');
      expect(texts(element, 'cam-lens-run-status', '[role="alert"]')).toEqual(['The network is not there.']);
      expect(texts(element, 'cam-lens-run-status', 'button')).toEqual(['Try again']);
    });
    inside(element, 'cam-lens-run-status', '[data-retry]').click();
    await shows(element, () => {
      expect(headline(element)).toBe('Add a data set to start.');
      expect(texts(element, 'cam-lens-run-status', '[role="alert"]')).toEqual([]);
    });
    expect(tries).toBe(2);
  });

  it('hands each picture that it shows to the explainer, as it was measured', async () => {
    const element = await open(new FakePool(), new FakeStore(), await dataSet(rights));
    press(element, 'start');
    await shows(element, () => {
      expect(headline(element)).toMatch(/^Finished/);
      expect(links(element)).toHaveLength(2);
    });
    // Those that CAM and Grad-CAM disagree on most come first.
    const [first] = links(element);
    expect([
      first?.target,
      first?.querySelector('.hidden-text')?.textContent,
      first?.querySelector('img')?.alt,
    ]).toEqual(['_blank', 'Explain in a new tab:', `German shepherd, ${idOf('a')}`]);
    first?.focus();
    expect(inside(element, 'cam-lens-gallery').shadowRoot?.activeElement).toBe(first);
    const handed = readHandOver(new URL(first!.href).hash)!;
    expect(handed).toMatchObject({
      name: 'a.png',
      methods: ['cam', 'grad-cam'],
      layer: 'layer4',
      size: 224,
      class: 235,
    });
    expect(handed.truths).toEqual([[0, 0, 100, 80]]);
    const bitmap = await createImageBitmap(await handedSource(handed).load());
    expect([bitmap.width, bitmap.height]).toEqual([100, 80]);

    element.remove();
    await expect(handedSource(handed).load()).rejects.toMatchObject({ code: 'picture-missing' });
  });

  it('continues the run of an earlier visit, with the same result', async () => {
    const files = await dataSet({ a: 100, b: 20, c: 60 });
    const [whole, store] = [new FakeStore(), new FakeStore()];
    const uninterrupted = await open(new FakePool(), whole, files);
    press(uninterrupted, 'start');
    await shows(uninterrupted, () => expect(headline(uninterrupted)).toMatch(/^Finished/));

    store.kept = { head: whole.kept!.head, records: whole.kept!.records.slice(0, 1) };
    const pool = new FakePool();
    const element = await open(pool, store, files);
    expect(headline(element)).toMatch(/^A run is stored on this device: 1 of 3 pictures measured/);
    press(element, 'start');
    await shows(element, () => expect(headline(element)).toMatch(/^Finished: 3 of 3/));
    expect(pool.measured).toHaveLength(2);
    // Two are measured at once, and either may be done first.
    expect(store.kept.head).toEqual(whole.kept?.head);
    expect(sortedById(store.kept.records)).toEqual(sortedById(whole.kept!.records));
    await shows(element, () => expect(inside(element, 'cam-lens-gallery', 'li:nth-child(3) img')).not.toBeNull());

    press(element, 'start-anew');
    await shows(element, () => expect(headline(element)).toBe('Ready to start.'));
    expect(store.kept).toBeUndefined();
  });

  it('does not continue a run of the same weights with another normalisation', async () => {
    const store = new FakeStore();
    const { normalization } = fakeInfo;
    const info = { ...fakeInfo, normalization: { ...normalization, order: 'RGB' as const } };
    const kept = { head: headWith(info, { total: 2 }), records: [recordOf('other', [0.1])] };
    store.kept = kept;
    const pool = new FakePool();
    const element = await open(pool, store, await dataSet(rights));
    press(element, 'start');
    await shows(element, () =>
      expect(texts(element, 'cam-lens-run-status', '.failed')[0]).toMatch(/does not say how: normalisation\./),
    );
    expect(pool.begun).toEqual([]);
    expect(store.kept).toBe(kept);
  });

  it('runs without storage, and says so', async () => {
    const store = new FakeStore();
    store.fault = new CamLensError('file-unreadable', 'The disk is full.');
    const element = await open(new FakePool(), store, await dataSet(rights));
    press(element, 'start');
    await shows(element, () => {
      expect(headline(element)).toMatch(/^Finished: 2 of 2/);
      expect(texts(element, 'cam-lens-run-status', '.failed')).toEqual([
        'The records are not stored on this device. The disk is full.',
      ]);
    });
  });

  it('ends with a message if there is nothing to measure', async () => {
    const element = await open(
      new FakePool(),
      new FakeStore(),
      (await dataSet(rights))
        .filter(({ path }) => path.endsWith('png'))
        .map(({ path, file }) => ({ path: path.replace(breed, 'holidays'), file })),
    );
    press(element, 'start');
    await shows(element, () => {
      expect(texts(element, 'cam-lens-run-status', '.failed')[0]).toMatch(/^No annotation can be used/);
      expect(texts(element, 'cam-lens-problems', '[data-code="dataset-empty"] li')).toHaveLength(1);
    });
  });
});
