/** The element for other people's pages, with a small network, stages on the CPU. */
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from 'vitest';
import '../../../src/ui/embed/cam-lens.define.ts';
import type { CamLens } from '../../../src/ui/embed/cam-lens.ts';
import { define } from '../../../src/ui/embed/define-as.ts';
import { heatmapValueAt } from '../../../src/ui/shared/heatmap-value.ts';
import { rawValue } from '../../../src/ui/shared/words.ts';
import type { Explanation } from '../../../src/pipeline/recipe/explanation.ts';
import type { CamLensEvents, ExplainedDetail } from '../../../src/ui/shared/events.ts';
import { eventually } from '../../support/eventually.ts';
import { countListeners } from '../../support/listeners.ts';
import { tinyClasses, tinyModel } from '../../support/tiny-model.ts';
import { downloads } from '../support/downloads.ts';
import { held, workersStarted } from '../support/held.ts';
import { heard, inside, mount, pictureFile, shows, textOf } from '../support/mount.ts';

const { bytes, description } = tinyModel();
const modelFile = URL.createObjectURL(new Blob([bytes]));
const described = { ...description, sha256: undefined, file: modelFile, classes: tinyClasses };
/** URL of a model's description. */
const model = URL.createObjectURL(new Blob([JSON.stringify(described)], { type: 'application/json' }));

/** Has the worker live on from one test to the next: it takes long to start. */
const keeper = document.createElement('cam-lens');
beforeAll(async () => {
  const progress = heard<{ message: string }>(keeper, 'cam-lens-progress');
  document.body.append(Object.assign(keeper, { src: keptPicture, model, backend: 'cpu', reveal: 'manual' }));
  await keeper.explain();
  expect(progress.map(({ message }) => message)).toContain('Ready');
  const { workers, pictures, bitmaps, tracks, observers } = held();
  kept = { workers, pictures, bitmaps, tracks, observers };
  expect(kept).toMatchObject({ workers: ['cam-lens'], pictures: 1, bitmaps: 1 });
  startedBefore = workersStarted();
});
const keptPicture = URL.createObjectURL(await pictureFile('kept.png'));
afterEach(async () => {
  document.querySelectorAll('cam-lens, x-lens').forEach((element) => element !== keeper && element.remove());
  // Whatever a test did, its elements left nothing behind.
  await eventually(() => expect(held()).toMatchObject(kept));
  startedBefore = workersStarted();
});
afterAll(async () => {
  keeper.remove();
  await eventually(() => expect(held()).toMatchObject({ workers: [], pictures: 0, bitmaps: 0, observers: 0 }));
});
/** Workers that a test has started. */
const started = (): number => workersStarted() - startedBefore;
let startedBefore = 0;
/** What the keeper holds; a test revokes its own object URLs later. */
let kept: Partial<ReturnType<typeof held>> = {};

function address(content: BlobPart, type: string): string {
  const url = URL.createObjectURL(new Blob([content], { type }));
  onTestFinished(() => URL.revokeObjectURL(url));
  return url;
}

async function picture(width = 40, height = 30): Promise<string> {
  return address(await pictureFile('a.png', width, height), 'image/png');
}

const properties = async (more: Partial<CamLens> = {}): Promise<Partial<CamLens>> => ({
  ...{ src: await picture(), model, backend: 'cpu', alt: 'A flag', boxes: true, loading: 'eager' },
  ...more,
});

async function widthOf(file: Blob): Promise<number> {
  const bitmap = await createImageBitmap(file);
  const { width } = bitmap;
  bitmap.close();
  return width;
}

const explained = (element: CamLens): Promise<void> =>
  shows(element, () => expect(inside(element, '[role=status]').textContent).toMatch(/The evidence|no evidence/));

it('loads, explains, paints, and tells it all in events and words', async () => {
  const wanted = await properties();
  const there = document.createElement('cam-lens');
  const events = (['load', 'explain', 'error'] as const).map(
    (name) => [name, heard<unknown>(document.body, `cam-lens-${name}`)] as const,
  );
  document.body.append(Object.assign(there, wanted));
  await explained(there);
  const { load, explain, error } = Object.fromEntries(events);
  expect({ load, error }).toEqual({ load: [{ width: 40, height: 30 }], error: [] });
  const [{ classes, boxes, timings }] = explain as [ExplainedDetail];
  expect(explain).toHaveLength(1);
  expect(classes.map(({ name }) => name).sort()).toEqual(tinyClasses);
  expect(boxes.length).toBeGreaterThan(0);
  expect(timings).toHaveProperty('network');
  const label = inside(there, '[role=img]').getAttribute('aria-label');
  expect(label).toMatch(
    new RegExp(`^A flag\\. ${classes[0]?.name}, [\\d.]+\u00a0%\\. The evidence \\(Grad-CAM\\) lies `),
  );
  await shows(there, () => {
    const canvas = inside(there, 'canvas') as HTMLCanvasElement;
    const [red, green, blue] = canvas.getContext('2d')!.getImageData(2, 2, 1, 1).data;
    // The picture is pure red there; colours lie over it.
    expect([red, green, blue]).not.toEqual([255, 0, 0]);
    expect([red, green, blue]).not.toEqual([0, 0, 0]);
    expect(there.shadowRoot?.querySelectorAll('rect.line')).toHaveLength(1);
  });
  // A policy of `style-src 'self'` forbids attributes in markup; what is set by script it does not.
  expect(JSON.parse(JSON.stringify(there))).toMatchObject({
    alt: 'A flag',
    classes,
    explanation: { method: 'grad-cam' },
  });
  const blob = await there.toBlob();
  expect(await widthOf(blob)).toBe(40);
});

it('moves a default threshold with the refinement, and no other; a model whose maps cannot be refined is an error', async () => {
  const element = await mount('cam-lens', { reveal: 'manual', refine: 'affinity+guided' });
  expect(element.threshold).toBe(0.65);
  element.refine = 'none';
  await element.updateComplete;
  expect(element.threshold).toBe(0.15);
  Object.assign(element, { threshold: 0.3, refine: 'affinity' });
  await element.updateComplete;
  expect(element.threshold).toBe(0.3);
  const src = address(await pictureFile('a.png'), 'image/png');
  Object.assign(element, { src, model, backend: 'cpu' });
  await expect(element.explain()).rejects.toMatchObject({
    code: 'method-needs',
    message: expect.stringContaining('Refining maps needs') as string,
  });
});

it('has attributes for its properties, both ways', async () => {
  const element = await mount('cam-lens', { reveal: 'manual' });
  element.innerHTML = '';
  const values = {
    ...{ alt: 'a', method: 'cam', layer: 'last', target: 'bee', convention: 'torch-cam', view: 'heatmap' },
    ...{ backend: 'wasm', loading: 'lazy', reveal: 'manual', 'color-map': 'turbo', threshold: '0.3', opacity: '0.7' },
  };
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
  expect(element).toMatchObject({ method: 'cam', colorMap: 'turbo', threshold: 0.3, opacity: 0.7, target: 'bee' });
  element.removeAttribute('threshold');
  expect(element.threshold).toBe(0.15);
  Object.assign(element, { view: 'original', colorMap: 'jet', boxes: true });
  await element.updateComplete;
  expect(['view', 'color-map', 'boxes'].map((name) => element.getAttribute(name))).toEqual(['original', 'jet', '']);
});

it('explains again what another class, threshold or view asks for, without another worker', async () => {
  const element = await mount('cam-lens', await properties());
  await explained(element);
  const told = heard<CamLensEvents['cam-lens-explain']>(element, 'cam-lens-explain');
  element.target = 'cat - dog';
  await shows(element, () => expect(textOf(inside(element, '[role=status]'))).toMatch(/^cat and not dog\. /));
  element.threshold = 1;
  await eventually(() => expect(told).toHaveLength(2));
  element.view = 'side-by-side';
  await shows(element, () => {
    const canvases = [...(element.shadowRoot?.querySelectorAll('canvas') ?? [])];
    expect(canvases.map(({ dataset }) => dataset.show)).toEqual(['original', 'blend']);
    expect([...canvases[0]!.getContext('2d')!.getImageData(1, 1, 1, 1).data]).toEqual([255, 0, 0, 255]);
  });
  expect(started()).toBe(0);
});

it('shares one worker among all elements that want the same', async () => {
  const shared = await properties();
  const elements = await Promise.all([1, 2, 3].map(() => mount('cam-lens', shared)));
  await Promise.all(elements.map(explained));
  elements[0]?.remove();
  elements[1]!.target = 'eel';
  await shows(elements[1]!, () => expect(textOf(inside(elements[1]!, '[role=status]'))).toMatch(/^eel, /));
  expect([started(), held().workers]).toEqual([0, ['cam-lens']]);
});

it.each([
  ['picture-missing', async () => properties({ src: '/nowhere/picture.png' })],
  ['picture-unreadable', async () => properties({ src: address('no picture', 'image/png') })],
  ['model-missing', async () => properties({ model: '/nowhere/model.json' })],
  ['unknown-method', async () => properties({ method: 'tea-leaves' })],
  ['unknown-class', async () => properties({ target: 'unicorn' })],
  ['bad-option', async () => properties({ threshold: NaN })],
] as const)('says what is wrong: %s, and recovers', async (code, wrong) => {
  const element = document.createElement('cam-lens');
  const errors = heard<CamLensEvents['cam-lens-error']>(element, 'cam-lens-error');
  document.body.append(Object.assign(element, await wrong()));
  await shows(element, () => {
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(textOf(inside(element, '[role=alert]'))).toContain(errors[0]?.message.slice(0, 20));
  });
  await expect(element.explain()).rejects.toMatchObject({ code });
  Object.assign(element, await properties({ method: 'grad-cam', target: 'predicted', threshold: 0.15 }));
  await explained(element);
  expect(element.shadowRoot?.querySelector('[role=alert]')).toBeNull();
});

it('stops when it leaves or wants another picture, and says nothing of it', async () => {
  const element = document.createElement('cam-lens');
  const errors = heard<unknown>(element, 'cam-lens-error');
  document.body.append(Object.assign(element, await properties({ method: 'occlusion', reveal: 'manual' })));
  const first = element.explain();
  element.src = await picture(20, 20);
  await expect(first).rejects.toMatchObject({ code: 'ended' });
  const second = element.explain();
  element.remove();
  await expect(second).rejects.toMatchObject({ code: 'ended' });
  expect(errors).toEqual([]);
  element.method = 'grad-cam';
  document.body.append(element);
  await element.explain();
  await explained(element);
});

it('is explained when it is asked again while the model loads, though no other element holds the worker', async () => {
  const another = { backend: 'wasm' } as const;
  const element = document.createElement('cam-lens');
  document.body.append(Object.assign(element, { ...(await properties({ reveal: 'manual' })), ...another }));
  const first = element.explain();
  await eventually(() => expect(started()).toBe(1));
  const second = element.explain();
  await expect(first).rejects.toMatchObject({ code: 'stopped' });
  await expect(second).resolves.toMatchObject({ classes: expect.any(Array) as unknown[] });
  expect(started()).toBe(1);
});

it('is not stopped by the explanation that an element starts by itself', async () => {
  const element = document.createElement('cam-lens');
  document.body.append(Object.assign(element, await properties()));
  await expect(element.explain()).resolves.toMatchObject({ classes: expect.any(Array) as unknown[] });
});

it('waits for its button, which works by keyboard, with reveal="interaction"', async () => {
  const element = await mount('cam-lens', await properties({ reveal: 'interaction' }));
  await shows(element, () => expect(inside(element, '.reveal').getAttribute('aria-pressed')).toBe('false'));
  expect(started()).toBe(0);
  const button = inside(element, '.reveal');
  button.focus();
  expect(element.shadowRoot?.activeElement).toBe(button);
  button.click();
  await explained(element);
  const shown = (): unknown => inside(element, 'canvas').dataset.show;
  await shows(element, () => expect([shown(), button.getAttribute('aria-pressed')]).toEqual(['blend', 'true']));
  button.click();
  await shows(element, () => expect([shown(), button.getAttribute('aria-pressed')]).toEqual(['original', 'false']));
});

it('waits until it comes near the window with loading="lazy"', async () => {
  const spacer = document.createElement('div');
  spacer.style.height = '5000px';
  document.body.append(spacer);
  onTestFinished(() => spacer.remove());
  const element = await mount('cam-lens', await properties({ loading: 'lazy', reveal: 'manual' }));
  const loads = heard<unknown>(element, 'cam-lens-load');
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  expect(loads).toEqual([]);
  element.scrollIntoView();
  await eventually(() => expect(loads).toHaveLength(1));
  window.scrollTo(0, 0);
});

it('explains what is near the window, gives up what has left it, and goes on when that is back', async () => {
  const spacer = document.createElement('div');
  document.body.append(spacer);
  onTestFinished(() => spacer.remove());
  spacer.style.height = '5000px';
  const element = await mount('cam-lens', await properties({ loading: 'auto', method: 'occlusion' }));
  const [loads, explains] = [heard<unknown>(element, 'cam-lens-load'), heard<unknown>(element, 'cam-lens-explain')];
  const isBusy = (): boolean => inside(element, '.panes').ariaBusy === 'true';
  await shows(element, () => expect(loads).toHaveLength(1));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  expect(isBusy()).toBe(false);
  // Its turn does not come before this ends.
  const first = (
    await mount('cam-lens', { ...(await properties({ method: 'occlusion' })), reveal: 'manual' })
  ).explain();
  element.scrollIntoView();
  await shows(element, () => expect(isBusy()).toBe(true));
  window.scrollTo(0, 0);
  await shows(element, () => expect(isBusy()).toBe(false));
  await first;
  expect(explains).toEqual([]);
  element.scrollIntoView();
  await explained(element);
  expect(explains).toHaveLength(1);
  window.scrollTo(0, 0);
});

it('has controls below the picture, which native inputs are, and a slot in their place', async () => {
  const element = await mount('cam-lens', await properties({ controls: true }));
  await explained(element);
  const choose = (name: string, value: string): void => {
    const select = inside(element, `select[name=${name}]`) as HTMLSelectElement;
    select.value = value;
    expect(select.value).toBe(value);
    select.dispatchEvent(new Event('change'));
  };
  const labels = [...element.shadowRoot!.querySelectorAll('.controls label > span')].map((label) => label.textContent);
  expect(labels).toEqual(['Method', 'Layer', 'Class', 'Threshold of the box', 'Opacity of the heatmap']);
  choose('method', 'hires-cam');
  await shows(element, () => expect(textOf(inside(element, '[role=status]'))).toContain('(HiResCAM)'));
  choose('class', '4');
  await shows(element, () => expect(textOf(inside(element, '[role=status]'))).toMatch(/^eel, /));
  const told = heard<ExplainedDetail>(element, 'cam-lens-explain');
  const threshold = inside(element, 'input[name=threshold]') as HTMLInputElement;
  threshold.value = '0.9';
  threshold.dispatchEvent(new Event('input'));
  await eventually(() => expect(told).toHaveLength(1));
  expect(element).toMatchObject({ method: 'hires-cam', target: '4', threshold: 0.9 });
  // A class that is none of the five stays chosen.
  element.target = 'cat - dog';
  await shows(element, () =>
    expect((inside(element, 'select[name=class]') as HTMLSelectElement).value).toBe('cat - dog'),
  );
  const own = Object.assign(document.createElement('button'), { slot: 'controls', type: 'button' });
  element.append(own);
  expect((inside(element, 'slot[name=controls]') as HTMLSlotElement).assignedElements()).toEqual([own]);
});

it('reads values at the point under the mouse, which arrow keys move too, with controls', async () => {
  const element = await mount('cam-lens', await properties({ method: 'hires-cam' }));
  await explained(element);
  const panes = inside(element, '.panes');
  const point = (x: number, y: number, type = 'pointermove'): void => {
    const { left, top, width, height } = panes.getBoundingClientRect();
    const at = { clientX: left + x * width, clientY: top + y * height };
    panes.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: 'mouse', ...at }));
  };
  const press = (key: string): boolean =>
    panes.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  point(0.5, 0.5);
  press('ArrowLeft');
  await element.updateComplete;
  expect([element.shadowRoot!.querySelector('[part=reading], .point'), panes.tabIndex]).toEqual([null, -1]);
  element.controls = true;
  const reading = (): string => textOf(inside(element, '[part=reading] output'));
  const hint = (): string => getComputedStyle(inside(element, '[part=reading] span')).visibility;
  await shows(element, () => expect([reading(), hint(), panes.tabIndex]).toEqual(['', 'visible', 0]));
  const { explanation } = element.toJSON() as { readonly explanation: Explanation };
  // The centre of a picture of 40 × 30 lies in its pixel (20, 15).
  const wanted = (x: number, y: number): string => {
    const heatmap = heatmapValueAt(explanation, { width: 40, height: 30 }, [x, y]);
    return `x ${x}, y ${y}: heatmap ${heatmap.toFixed(2)}, raw map ${rawValue(element.valueAt(x / 40, y / 30)!)}`;
  };
  point(0.5, 0.5);
  await shows(element, () => expect([reading(), hint()]).toEqual([wanted(20, 15), 'hidden']));
  const mark = (): string => inside(element, '.point').style.left;
  expect(mark()).toBe('50%');
  point(0.5, 0.5, 'pointerleave');
  await shows(element, () => expect([reading(), hint()]).toEqual(['', 'visible']));
  expect(press('ArrowRight')).toBe(false);
  await shows(element, () => expect([reading(), mark()]).toEqual([wanted(20, 15), '50%']));
  expect(press('a')).toBe(true);
  // The browser's own: back.
  const back = new KeyboardEvent('keydown', { key: 'ArrowLeft', altKey: true, cancelable: true });
  expect(panes.dispatchEvent(back)).toBe(true);
  await element.updateComplete;
  expect(mark()).toBe('50%');
  press('Escape');
  await shows(element, () => expect([reading(), hint()]).toEqual(['', 'visible']));
});

it('saves what it shows under the name of the picture', async () => {
  const saved = downloads();
  const element = await mount('cam-lens', await properties());
  await explained(element);
  await element.download('flag.png');
  const { name, blob } = await saved[0]!;
  expect([name, blob.type, await widthOf(blob)]).toEqual(['flag.png', 'image/png', 40]);
});

it('lays the explanation over the picture up to a line that a range input moves, with view="slider"', async () => {
  const element = await mount('cam-lens', await properties({ view: 'slider', truth: '0 0 20 30', boxes: false }));
  await explained(element);
  await shows(element, () => {
    const canvases = [...(element.shadowRoot?.querySelectorAll('canvas') ?? [])];
    expect(canvases.map(({ dataset }) => dataset.show)).toEqual(['original', 'blend']);
    // Whole, over both.
    expect(
      [...(element.shadowRoot?.querySelectorAll('.pane') ?? [])].map(
        (pane) => pane.querySelectorAll('rect.line').length,
      ),
    ).toEqual([0, 1]);
    expect(inside(element, '.split-line').ariaValueText).toBe('50 % from the left');
  });
  const slider = inside(element, '.split-line') as HTMLInputElement;
  slider.value = '20';
  slider.dispatchEvent(new Event('input'));
  await shows(element, () => {
    expect(slider.ariaValueText).toBe('20 % from the left');
    expect(getComputedStyle(inside(element, '.pane + .pane canvas')).clipPath).toBe('inset(0px 0px 0px 20%)');
  });
  const [picture, input] = [inside(element, '.panes'), slider].map((one) => one.getBoundingClientRect());
  expect({ ...input?.toJSON() }).toEqual({ ...picture?.toJSON() });
});

it('shows a poster until the picture is there, and says which true box is none', async () => {
  const poster = await picture();
  const element = await mount('cam-lens', { poster });
  expect(inside(element, 'img').getAttribute('src')).toBe(poster);
  expect(inside(element, 'img').checkVisibility()).toBe(true);
  Object.assign(element, await properties());
  await explained(element);
  expect(inside(element, 'img').checkVisibility()).toBe(false);
  const errors = heard<CamLensEvents['cam-lens-error']>(element, 'cam-lens-error');
  element.truth = '1 2 3';
  await shows(element, () => expect(errors).toMatchObject([{ code: 'bad-option' }]));
  expect(textOf(inside(element, '[role=alert]'))).toContain('must be "x0 y0 x1 y1" in pixels, not "1 2 3".');
  element.truth = '1 2 3 4';
  await shows(element, () => expect(element.shadowRoot?.querySelector('[role=alert]')).toBeNull());
});

it('leaves nothing behind, however often elements come and go', async () => {
  const shared = await properties({ method: 'cam', controls: true });
  const box = document.createElement('div');
  document.body.append(box);
  onTestFinished(() => box.remove());
  const before = held();
  const listeners = countListeners();
  for (let round = 0; round < 200; round += 1) {
    const element = Object.assign(document.createElement('cam-lens'), shared);
    const isLoaded = new Promise((resolve) => element.addEventListener('cam-lens-load', resolve, { once: true }));
    const isExplained = new Promise((resolve) => element.addEventListener('cam-lens-explain', resolve, { once: true }));
    box.append(element);
    await [isExplained, isLoaded, new Promise((resolve) => setTimeout(resolve, round % 5))][Math.min(2, round % 20)];
    element.remove();
  }
  await eventually(() => expect(held()).toEqual(before));
  expect([started(), held().workers]).toEqual([0, ['cam-lens']]);
  // Those of its own nodes go with them.
  expect(listeners.there.filter((one) => /^(Window|HTMLDocument|CountedWorker|MediaQueryList) /.test(one))).toEqual([]);
  const last = await mount('cam-lens', shared);
  await explained(last);
});

it('goes by another tag too', async () => {
  define('x-lens');
  define('x-lens');
  const element = Object.assign(document.createElement('x-lens') as CamLens, await properties());
  document.body.append(element);
  await explained(element);
});
