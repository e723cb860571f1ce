import { describe, expect, it } from 'vitest';
import { colourMaps } from '../../../src/pipeline/colours.ts';
import { CamLensError } from '../../../src/errors.ts';
import { version } from '../../../package.json';
import { exportModel } from '../../../src/pipeline/model/export-model.ts';
import { takeFile } from '../../../src/ui/explain/own-pictures.ts';
import { moreInWords, type CamLensChannelGrid } from '../../../src/ui/model/cam-lens-channel-grid.ts';
import type { CamLensInspector } from '../../../src/ui/model/cam-lens-inspector.ts';
import '../../../src/ui/model/cam-lens-inspector.define.ts';
import type { PictureSource } from '../../../src/ui/shared/picture-source.ts';
import type { ShownChannels } from '../../../src/ui/model/model-protocol.ts';
import { channelsOf, channelValues } from '../../../src/ui/model/channels.ts';
import { startInspector, type StartInspector } from '../../../src/ui/model/start-inspector.ts';
import { loadModelFiles } from '../../../src/pipeline/model/model-files.ts';
import { eventually } from '../../support/eventually.ts';
import { tinyClasses, tinyModel } from '../../support/tiny-model.ts';
import { downloads } from '../support/downloads.ts';
import { inside, insideA, mount, pictureFile, shows, textOf } from '../support/mount.ts';

const onnx = new File([tinyModel().bytes], 'tiny.onnx');
const names = new File([JSON.stringify(tinyClasses)], 'names.json');

/** Two channels of 1 × 2. */
const values = {
  channels: 2,
  height: 1,
  width: 2,
  activations: Float32Array.of(0, 4, 1, 2),
  gradients: new Float32Array(4),
};
const shown: ShownChannels = {
  ...{ layer: 'last', kind: 'activations', order: 'magnitude', count: 64, channels: 3, height: 1, width: 2 },
  tiles: channelsOf(values, 'activations').map((channel) => ({
    ...channel,
    values: channelValues(values, 'activations', channel.index),
  })),
};

function coloursOf(grid: CamLensChannelGrid): number[][] {
  return [...grid.shadowRoot!.querySelectorAll('canvas')].map((canvas) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return [...data].filter((_, i) => i % 4 === 0);
  });
}
/** The red of these entries. */
const reds = (...entries: number[]): number[] => entries.map((entry) => colourMaps.inferno[3 * entry]!);

describe('the grid of channels', () => {
  it('paints each channel in its own range or in one for all, and says number and value', async () => {
    const grid = await mount('cam-lens-channel-grid', { shown, colourMap: 'inferno' });
    expect(coloursOf(grid)).toEqual([reds(0, 255), reds(0, 255)]);
    grid.alike = true;
    await shows(grid, () => expect(coloursOf(grid)).toEqual([reds(0, 255), reds(64, 128)]));
    const canvases = [...grid.shadowRoot!.querySelectorAll('canvas')];
    expect(canvases.map(({ ariaLabel }) => ariaLabel)).toEqual([
      'Channel 0, activations: mean absolute value 2.00; from 0 to 4.00; Grad-CAM weight 0',
      'Channel 1, activations: mean absolute value 1.50; from 1.00 to 2.00; Grad-CAM weight 0',
    ]);
    expect([...grid.shadowRoot!.querySelectorAll('.caption')].map(textOf)).toEqual([
      '0 2.00 0 to 4.00 weight 0',
      '1 1.50 1.00 to 2.00 weight 0',
    ]);
    expect(textOf(inside(grid, 'button'))).toBe('Show the last one');
    expect([moreInWords(64), moreInWords(1984)]).toEqual(['Show the last 64', 'Show 64 more (1,984 left)']);
  });
});

async function page(start: StartInspector = startInspector): Promise<CamLensInspector> {
  const element = await mount('cam-lens-inspector', {
    start: (model, ...given) => start(model === 'first' ? { files: [onnx, names] } : model, ...given),
    model: 'first',
  });
  return element;
}

const tiles = (element: CamLensInspector): number =>
  inside(element, 'cam-lens-channel-grid').shadowRoot!.querySelectorAll('canvas').length;
const give = (element: CamLensInspector, ...files: readonly File[]): void =>
  void inside(element, 'cam-lens-dropzone').dispatchEvent(
    new CustomEvent('cam-lens-files', { detail: { files }, bubbles: true, composed: true }),
  );
const fetched = (element: CamLensInspector, source: PictureSource): void =>
  void inside(element, 'cam-lens-dropzone').dispatchEvent(
    new CustomEvent('cam-lens-picture', { detail: { source }, bubbles: true, composed: true }),
  );
const notice = (element: CamLensInspector): string => textOf(inside(element, 'cam-lens-notices', 'li'));
const heading = (element: CamLensInspector): string => textOf(inside(element, '#channels'));

describe('the page for models', () => {
  it('shows layers, statistics and channels of a picture, and another layer when it is chosen', async () => {
    const element = await page();
    give(element, await pictureFile('red.png'));
    await shows(element, () => expect(tiles(element)).toBe(8));
    expect(heading(element)).toBe('last · 8 × 56 × 56');
    const notes = [...element.shadowRoot!.querySelectorAll('.notes li')].map(textOf);
    expect(notes).toEqual([
      expect.stringContaining('224 × 224 pixels were assumed'),
      expect.stringContaining('ImageNet statistics were assumed'),
      expect.stringContaining('softmax was assumed'),
    ]);
    const rows = [...inside(element, 'cam-lens-layer-table').shadowRoot!.querySelectorAll('tbody tr')];
    expect(rows.map((row) => [...row.children].slice(0, 3).map(textOf))).toEqual([
      ['stem.relu', 'Relu', '8 × 112 × 112'],
      ['pooled', 'MaxPool', '8 × 56 × 56'],
      ['last', 'Relu', '8 × 56 × 56'],
    ]);
    for (const row of rows) expect(textOf(row.lastElementChild!)).toMatch(/^[\d.]+ %$/);
    rows[0]!.querySelector('button')!.click();
    await shows(element, () => expect(heading(element)).toBe('stem.relu · 8 × 112 × 112'));
    insideA(HTMLInputElement, element, 'input[value="gradients"]').click();
    await shows(element, () =>
      expect(inside(element, 'cam-lens-channel-grid', 'canvas').ariaLabel).toMatch(/^Channel \d, gradients: mean/),
    );
  });

  it('looks at a picture that was fetched, and lists it once', async () => {
    const element = await page();
    const source = { ...(await takeFile(await pictureFile('far.png'))), key: 'url:far.png' };
    for (const each of [source, { ...source }]) fetched(element, each);
    await shows(element, () => expect(tiles(element)).toBe(8));
    expect(inside(element, 'cam-lens-sample-strip').shadowRoot!.querySelectorAll('button')).toHaveLength(1);
  });

  it('keeps picture and channels where another picture fails, and says why', async () => {
    const element = await page();
    const [a, b] = [await takeFile(await pictureFile('a.png')), await takeFile(await pictureFile('b.png'))];
    fetched(element, { ...a, key: 'url:a.png' });
    await shows(element, () => expect(tiles(element)).toBe(8));
    fetched(element, { ...b, key: 'url:b.png', load: async () => new Blob(['This is no picture.']) });
    await shows(element, () => expect(notice(element)).toContain('b.png'));
    const strip = inside(element, 'cam-lens-sample-strip').shadowRoot!;
    expect(strip.querySelector('[aria-pressed=true]')!.getAttribute('title')).toBe('a.png');
    // The picture is still there for the other layers.
    inside(element, 'cam-lens-layer-table', 'tbody button').click();
    await shows(element, () => {
      expect(heading(element)).toBe('stem.relu · 8 × 112 × 112');
      expect(insideA(HTMLCanvasElement, element, 'cam-lens-channel-grid', 'canvas').width).toBe(112);
    });
  });

  it('lists no picture that cannot be decoded, and says why, for each', async () => {
    const element = await page(() => new Promise(() => undefined));
    give(element, new File([], 'empty.png'), await pictureFile('good.png'), new File(['GIF89a'], 'short.gif'));
    const broken = await takeFile(new File(['This is no picture.'], 'far.png'));
    fetched(element, { ...broken, key: 'url:far.png' });
    await shows(element, () => {
      const said = [...inside(element, 'cam-lens-notices').shadowRoot!.querySelectorAll('li p')].map(textOf);
      expect(said).toHaveLength(3);
      expect(said.join()).toMatch(/empty\.png is empty/);
      for (const name of ['short.gif', 'far.png']) expect(said.join()).toContain(name);
    });
    const listed = inside(element, 'cam-lens-sample-strip').shadowRoot!.querySelectorAll('button');
    expect([...listed].map(({ title }) => title)).toEqual(['good.png']);
  });

  it('tries the files of the visitor again, and with those that are given later', async () => {
    const tried: unknown[] = [];
    const element = await page((model) => {
      tried.push(typeof model === 'string' ? model : model.files.map((file) => file.name));
      return Promise.reject(new CamLensError('model-missing', 'There is none.'));
    });
    const isTried = (...expected: readonly unknown[]): Promise<void> =>
      shows(element, () => expect(tried).toEqual(expected));
    await isTried(['tiny.onnx', 'names.json']);
    give(element, new File(['m'], 'm.onnx'));
    await isTried(expect.anything(), ['m.onnx']);
    await shows(element, () => inside(element, 'cam-lens-progress', 'button').click());
    await isTried(expect.anything(), ['m.onnx'], ['m.onnx']);
    give(element, new File(['w'], 'w.data'));
    await shows(element, () => expect(tried.at(-1)).toEqual(['m.onnx', 'w.data']));
  });

  it('works again after it was removed and inserted, without the visitor’s pictures', async () => {
    const element = await page();
    const picture = await takeFile(await pictureFile('a.png'));
    fetched(element, { ...picture, key: 'url:a.png' });
    await shows(element, () => expect(tiles(element)).toBe(8));
    element.remove();
    await expect(fetch(picture.thumbnail!)).rejects.toThrow();
    document.body.append(element);
    give(element, await pictureFile('b.png'));
    await shows(element, () => expect(tiles(element)).toBe(8));
    const listed = inside(element, 'cam-lens-sample-strip').shadowRoot!.querySelectorAll('button');
    expect([...listed].map(({ title }) => title)).toEqual(['b.png']);
  });

  it('says why no GPU is used', async () => {
    const notice = 'This browser has no WebGPU, so everything runs on the CPU.';
    const element = await page(async (...given) => {
      const inspector = await startInspector(...given);
      return { ...inspector, facts: { ...inspector.facts, notice } };
    });
    await shows(element, () => expect(textOf(inside(element, '#notice'))).toBe(notice));
  });

  it('downloads what `cam-lens export` writes', async () => {
    const element = await page();
    const saved = downloads();
    await shows(element, () => expect(insideA(HTMLButtonElement, element, '#save').disabled).toBe(false));
    inside(element, '#save').click();
    await eventually(() => expect(saved).toHaveLength(1));
    const { name, blob } = await saved[0]!;
    expect(name).toBe('tiny.gradients.onnx');
    const { chunks } = exportModel(await loadModelFiles({ files: [onnx, names] }), { layers: ['last'], version });
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(new Uint8Array(await new Blob([...chunks]).arrayBuffer()));
  });

  it('keeps its model where another cannot be loaded, and says why', async () => {
    const element = await page();
    give(element, await pictureFile('red.png'));
    await shows(element, () => expect(tiles(element)).toBe(8));
    give(element, new File(['This is no model.'], 'bad.onnx'));
    await shows(element, () => expect(textOf(inside(element, 'cam-lens-notices', 'li'))).toContain('bad.onnx'));
    expect(tiles(element)).toBe(8);
    expect(textOf(inside(element, 'cam-lens-model', 'strong'))).toBe('tiny');
  });

  it('says why there is no model, and tries again', async () => {
    let fails = true;
    const element = await page((...given) =>
      fails ? Promise.reject(new CamLensError('model-missing', 'There is none.')) : startInspector(...given),
    );
    await shows(element, () =>
      expect(textOf(inside(element, 'cam-lens-progress', '[role=alert] p'))).toBe('There is none.'),
    );
    fails = false;
    inside(element, 'cam-lens-progress', 'button').click();
    await shows(element, () => expect(textOf(inside(element, 'cam-lens-model', 'strong'))).toBe('tiny'));
  });
});
