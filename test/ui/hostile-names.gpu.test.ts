/**
 * Untrusted names in every element that shows them, and in both pages: never interpreted as markup, and unchanged as
 * values.
 */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Problems } from '../../src/datasets/problems.ts';
import type { PictureRecord } from '../../src/evaluation/record.ts';
import type { LensInfo } from '../../src/pipeline/api/lens.ts';
import { normalizations } from '../../src/pipeline/model/normalizations.ts';
import { usualThresholds } from '../../src/runs/run-choice.ts';
import type { BoxMark } from '../../src/ui/shared/box-marks.ts';
import type { CamLensChart } from '../../src/ui/evaluate/cam-lens-chart.ts';
import type { Chart } from '../../src/ui/evaluate/chart-options.ts';
import '../../src/ui/evaluate/cam-lens-evaluation.define.ts';
import type { PictureSource } from '../../src/ui/shared/picture-source.ts';
import { blendWithBoxes } from '../../src/ui/shared/save-blend.ts';
import { initialSettings, type Settings } from '../../src/ui/shared/settings.ts';
import type { StripCell } from '../../src/ui/shared/strips.ts';
import { contrast } from '../../src/ui/explain/target-words.ts';
import { visible } from '../../src/visible.ts';
import { headWith } from '../runs/heads.ts';
import { FakeLens, fakeInfo } from './support/fake-lens.ts';
import { FakePool, FakeStore, fakeMeans } from './support/fake-pool.ts';
import { heard, inside, insideA, mount, settled, shows } from './support/mount.ts';
import { shownBy } from './support/shown.ts';

/** Turns what follows, has no width, clears a terminal, ends lines, is half a letter; and is in every object. */
const hostile = (name: string): string => `${name}1\n2\u202egpj\u200b\u2066\u001b[2J\u0085\u2028\ud800|__proto__`;
const shownAs = (name: string): string =>
  String.raw`${name}1\u000a2\u202egpj\u200b\u2066\u001b[2J\u0085\u2028\ud800|__proto__`;
/** As above; what ends a line of a template is none of a name. */
const lookless = /1\n2|(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Nothing raw, and each of these names at least once. */
function expectShown(element: Element, names: readonly string[]): void {
  const shown = shownBy(element);
  expect(shown.filter((text) => lookless.test(text))).toEqual([]);
  for (const name of names)
    expect(
      shown.filter((text) => text.includes(shownAs(name))),
      name,
    ).not.toEqual([]);
}

const layers = ['early', 'late'].map(hostile);
const [early = '', late = ''] = layers;
const classes = ['cat', 'dog', 'owl', 'owl'].map(hostile);
const info: LensInfo = {
  ...fakeInfo,
  backend: { ...fakeInfo.backend, adapter: hostile('adapter') },
  notice: hostile('notice'),
  model: { name: hostile('model'), title: hostile('model') },
  methods: fakeInfo.methods.map((method) => ({ ...method, refusals: { [early]: `Not at ${early}.` } })),
  mapSizes: Object.fromEntries(layers.map((layer, i) => [layer, { width: 7 + i, height: 7 }])),
  ...{ layers, strip: layers, defaultLayer: late, classes },
};
const cell: StripCell = {
  ...{ key: '__proto__', title: '', line: '', method: 'cam', layer: early, refusal: undefined, waits: false },
  ...{ isCurrent: false, change: {} },
};
const settings: Settings = { ...initialSettings, layer: early, method: 'grad-cam', compare: 'layers' };
const stroke = { colour: '#123456', dashes: 'none' };
const mark: BoxMark = {
  key: hostile('key'),
  title: hostile('mark'),
  box: [1, 2, 30, 20],
  iou: 0.5,
  share: 0.1,
  stroke,
};
const picture = { width: 40, height: 30 };
const source: PictureSource = {
  ...{ key: hostile('key'), name: hostile('picture'), truths: [], load: async () => new Blob() },
  ...{ credit: { author: hostile('author'), licence: hostile('licence'), origin: 'https://example.org' } },
};
const chart: Chart = {
  ...{ name: 'chart', title: hostile('chart'), x: [0, 0.5, 1], kind: 'lines' },
  series: [{ label: hostile('series'), values: [0, 1, 1], colour: '#123456', dashes: [] }],
  axes: {
    x: { label: hostile('across'), format: () => hostile('tick'), range: [0, 1] },
    y: { label: hostile('up'), format: String, range: [0, 1] },
  },
};
const problems = new Problems();
for (const name of ['first', 'second']) {
  problems.report({ id: hostile(name), code: 'picture-unreadable', message: `${hostile(name)} could not be decoded.` });
}
problems.report({ id: hostile('alone'), code: 'picture-missing', message: 'none' });
const named = (path: string) => ({ path, file: new Blob() });
const summary = {
  description: {
    ...{ name: 'mine', file: 'mine.onnx', logits: 'logits', defaultLayer: late, strip: layers, classes },
    input: { name: 'image', size: 224, normalization: normalizations.torch },
    layers: { [early]: 'a', [late]: 'b' },
  },
  ...{ classes, mapSizes: info.mapSizes, assumed: [] },
  outputs: { explained: hostile('output'), others: [hostile('aux')] },
};

type Tag = keyof HTMLElementTagNameMap;
type Mounts = { readonly [tag in Tag]?: readonly [Partial<HTMLElementTagNameMap[tag]>, readonly string[]] };

/** Properties of an element, and the names that it shows of them. */
const mounts: Mounts = {
  'cam-lens-backend': [{ info }, ['adapter', 'notice', 'model']],
  'cam-lens-chart': [{ chart }, ['chart', 'series', 'across', 'tick']],
  'cam-lens-class-table': [{ rows: [{ class: 1, pictures: 1, top1: 1, top5: 1, columns: [null] }], methods: [hostile('method')], classes }, ['dog', 'method']], // prettier-ignore
  'cam-lens-classes': [{ classes, scores: [1, 2].map((index) => ({ index, name: classes[index]!, logit: 1, probability: 0.5 })), target: contrast(0, 1) }, ['cat', 'dog', 'owl']], // prettier-ignore
  'cam-lens-credits': [{ pictures: [source] }, ['picture', 'author', 'licence']],
  'cam-lens-data-set': [{ given: { files: [named(`${hostile('folder')}/a`), named(hostile('file'))], split: named(hostile('split')) } }, ['folder', 'file', 'split']], // prettier-ignore
  'cam-lens-dropzone': [{ label: hostile('label'), hint: hostile('hint') }, ['label', 'hint']],
  'cam-lens-layers': [{ info, settings }, ['early', 'late']],
  'cam-lens-method': [{ method: { ...info.methods[0]!, caution: hostile('caution') } }, ['caution']],
  'cam-lens-methods': [{ methods: info.methods, settings }, ['early']],
  'cam-lens-model': [{ name: hostile('model'), first: hostile('first') }, ['model', 'first']],
  'cam-lens-model-dialog': [{ open: true, files: [new File([], hostile('file'))], summary, busy: hostile('busy'), fault: hostile('fault') }, ['early', 'cat', 'busy', 'fault', 'output', 'aux']], // prettier-ignore
  'cam-lens-notices': [{ notices: [{ key: 'a', about: hostile('about'), message: hostile('message') }] }, ['about', 'message']], // prettier-ignore
  'cam-lens-problems': [{ problems }, ['first', 'second', 'alone']],
  'cam-lens-progress': [{ ready: true, message: hostile('message') }, ['message']],
  'cam-lens-results': [{ marks: [mark] }, ['mark']],
  'cam-lens-run-options': [{ info }, ['early', 'late']],
  'cam-lens-run-status': [{ failure: { code: 'internal', message: hostile('failure') }, unkept: hostile('unkept'), obstacle: hostile('obstacle') }, ['failure', 'unkept', 'obstacle']], // prettier-ignore
  'cam-lens-sample-strip': [{ pictures: [source, { ...source, key: 'b', thumbnail: 'data:,' }] }, ['picture']],
  'cam-lens-strip': [{ heading: hostile('heading'), cells: [{ ...cell, title: early, line: hostile('line') }, { ...cell, key: 'b', title: late, refusal: hostile('refusal') }] }, ['heading', 'early', 'line', 'late', 'refusal']], // prettier-ignore
  'cam-lens-timings': [{ timings: { [hostile('stage')]: 1 } }, ['stage']],
  'cam-lens-view': [{ picture, marks: [mark], heading: hostile('heading'), subheading: hostile('subheading'), description: hostile('description'), placeholder: hostile('placeholder') }, ['heading', 'subheading', 'placeholder']], // prettier-ignore
};

const bitmap = (): ImageBitmap => {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d');
  return canvas.transferToImageBitmap();
};

it.each(Object.keys(mounts) as Tag[])('%s', async (tag) => {
  const [properties, names] = mounts[tag]!;
  expectShown(await mount(tag, properties as Partial<HTMLElementTagNameMap[typeof tag]>), names);
});

it('cam-lens-view, with its picture', async () => {
  const properties = {
    picture,
    bitmap: bitmap(),
    marks: [mark],
    remark: hostile('remark'),
    description: hostile('described'),
  };
  const view = await mount('cam-lens-view', properties);
  view.style.width = '300px';
  await shows(view, () => expectShown(view, ['mark', 'remark', 'described']));
});

describe('values stay exact', () => {
  it('of a layer that is chosen', async () => {
    const element = await mount('cam-lens-layers', { info, settings });
    const changes = heard(element, 'cam-lens-change');
    const select = insideA(HTMLSelectElement, element, 'select');
    expect([...select.options].map(({ value }) => value)).toEqual(layers);
    select.selectedIndex = 1;
    select.dispatchEvent(new Event('change'));
    expect(changes).toEqual([{ layer: late }]);
  });

  it('of classes, found by what the list shows and by their own names', async () => {
    const element = await mount('cam-lens-classes', { classes, scores: [{ index: 0, name: classes[0]!, logit: 1, probability: 1 }], target: 0 }); // prettier-ignore
    const changes = heard(element, 'cam-lens-change');
    const input = insideA(HTMLInputElement, element, 'input[name=class]');
    const listed = [...element.shadowRoot!.querySelectorAll('datalist option')].map((one) =>
      one.getAttribute('value')!,
    );
    expect(listed).toEqual([shownAs('cat'), shownAs('dog'), `${shownAs('owl')} (2)`, `${shownAs('owl')} (3)`]);
    for (const text of listed.slice(1)) {
      input.value = text;
      input.dispatchEvent(new Event('change'));
      expect([input.validationMessage, input.value]).toEqual(['', '']);
    }
    expect(changes).toEqual([{ class: 1 }, { class: 2 }, { class: 3 }]);
  });
});

/** All that is written on canvases from now on. */
function written(): readonly string[] {
  const texts: string[] = [];
  for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const spy = vi.spyOn(prototype, 'fillText').mockImplementation((text: string) => void texts.push(text));
    onTestFinished(() => spy.mockRestore());
  }
  return texts;
}

describe('on canvases', () => {
  it('of charts and their export', async () => {
    const texts = written();
    const element: CamLensChart = await mount('cam-lens-chart', { chart });
    await shows(element, () => expect(texts).toEqual(expect.arrayContaining(['across', 'up', 'tick'].map(shownAs))));
    const drawn = texts.length;
    expect(await element.toPng()).toBeInstanceOf(Blob);
    expect(texts.slice(drawn)).toEqual(expect.arrayContaining([shownAs('chart'), shownAs('series')]));
    expect(texts.filter((text) => text !== visible(text))).toEqual([]);
  });

  it('of a blend that is saved', async () => {
    const texts = written();
    await blendWithBoxes(bitmap(), picture, [mark]);
    expect(texts).toEqual([`${shownAs('mark')} 0.50`]);
  });
});

describe('on the pages', () => {
  it('that explains', async () => {
    const lens = new FakeLens({ info });
    const app = await mount('cam-lens-app', { samples: '/samples/samples.json', createLens: async () => lens });
    const files = [new File(['no picture'], hostile('broken'))];
    await shows(app, () => expect(lens.calls.paint.length).toBeGreaterThan(1));
    inside(app, 'cam-lens-dropzone').dispatchEvent(
      new CustomEvent('cam-lens-files', { detail: { files }, bubbles: true, composed: true }),
    );
    await shows(app, () => expect(inside(app, 'cam-lens-notices', 'li')).toBeDefined());
    await settled(app);
    expectShown(app, ['model', 'adapter', 'notice', 'early', 'late']);
    expect(shownBy(app).join()).toContain('broken1\\');
  });

  it('of a run', async () => {
    const explained = {
      [late]: { true: { ious: usualThresholds.map(() => 0.5), box: [0, 1, 50, 80], empty: false, minimum: 0, maximum: 2 } }, // prettier-ignore
    } as const;
    const records = [0, 1].map((index): PictureRecord => ({
      ...{ id: hostile(`id${index}`), path: `set/${hostile(`id${index}`)}.jpg`, width: 100, height: 80 },
      ...{ class: index, predicted: 1 - index, rank: 1, boxes: [[0, 0, 100, 80]] },
      explanations: { cam: explained, 'grad-cam': explained },
    }));
    const store = new FakeStore();
    const head = headWith(info, { total: 2 });
    store.kept = { head: { ...head, settings: { ...head.settings, layer: late } }, records };
    const element = await mount('cam-lens-evaluation', { means: fakeMeans(new FakePool(), store) });
    await shows(element, () => expect(inside(element, '[data-open]')).toBeDefined());
    inside(element, '[data-open]').click();
    await shows(element, () => {
      expect(inside(element, 'cam-lens-gallery', 'figure').dataset.picture).toMatch(/^id[01]1\n2/);
      expectShown(element, ['cat', 'dog', 'id0', 'id1']);
    });
  });
});
