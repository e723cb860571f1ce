import { describe, expect, it } from 'vitest';
import { CamLensError } from '../../../src/errors.ts';
import type { LensOptions } from '../../../src/pipeline/api/lens.ts';
import type { ModelFiles, ModelSummary } from '../../../src/pipeline/model/model-files.ts';
import { normalizations } from '../../../src/pipeline/model/normalizations.ts';
import type { CamLensApp } from '../../../src/ui/explain/cam-lens-app.ts';
import { FakeLens, fakeInfo } from '../support/fake-lens.ts';
import { heard, hold, inside, insideA, mount, pictureFile, settled, shows, textOf } from '../support/mount.ts';

const summary: ModelSummary = {
  description: {
    ...{ name: 'mine', file: 'mine.onnx', logits: 'logits' },
    input: { name: 'image', size: 224, normalization: normalizations.torch },
    layers: { early: 'a', last: 'b' },
    ...{ defaultLayer: 'last', strip: ['early', 'last'], classes: ['cat', 'dog'] },
  },
  classes: ['cat', 'dog'],
  mapSizes: { early: { width: 56, height: 56 }, last: { width: 7, height: 7 } },
  outputs: { explained: 'logits', others: [] },
  assumed: ['size', 'normalization'],
};
const onnx = new File(['onnx'], 'mine.onnx');

async function openApp(
  create: (options: LensOptions) => Promise<FakeLens> | undefined = () => undefined,
  outputsFor: (chosen: string | undefined) => ModelSummary['outputs'] = () => summary.outputs,
) {
  const created: { readonly options: LensOptions; readonly lens: FakeLens }[] = [];
  const described: ModelFiles[] = [];
  const app = await mount('cam-lens-app', {
    samples: '/samples/samples.json',
    createLens: async (options) => {
      const title = options.model === undefined ? 'ResNet-50' : 'mine';
      const own = { ...fakeInfo, model: { name: title, title } };
      const lens = (await create(options)) ?? new FakeLens({ info: own });
      created.push({ options, lens });
      return lens;
    },
    describeModel: async (model) => {
      described.push(model);
      return { ...summary, outputs: outputsFor(model.description?.logits) };
    },
  });
  await shows(app, () => expect(message(app)).toMatch(/^The network predicts/));
  return { app, created, described };
}

const message = (app: CamLensApp) => textOf(inside(app, 'cam-lens-progress', '.message'));
const dialog = (app: CamLensApp) => insideA(HTMLDialogElement, app, 'cam-lens-model-dialog', 'dialog');
const inUse = (app: CamLensApp) => textOf(inside(app, 'cam-lens-model', 'strong'));
function drop(files: readonly File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}
const submit = (app: CamLensApp) => inside(app, 'cam-lens-model-dialog', 'button[type=submit]').click();

describe('a model dropped on the page', () => {
  it('is described, confirmed and used for the picture that is shown; and there is a way back', async () => {
    const { app, created, described } = await openApp();
    drop([onnx]);
    await shows(app, () => expect(inside(app, 'cam-lens-model-dialog', 'form')).toBeDefined());
    expect(dialog(app).open).toBe(true);
    expect(described.map(({ files }) => files.map(({ name }) => name))).toEqual([['mine.onnx']]);
    insideA(HTMLInputElement, app, 'cam-lens-model-dialog', 'input[name=size]').value = '160';
    insideA(HTMLSelectElement, app, 'cam-lens-model-dialog', 'select[name=normalization]').value = 'tf';
    submit(app);
    await shows(app, () => {
      expect(inUse(app)).toBe('mine');
      expect(message(app)).toMatch(/^The network predicts/);
    });
    expect(dialog(app).open).toBe(false);
    const [before, own] = created;
    expect(before?.lens.destroyed).toBe(true);
    expect(own?.options.model).toEqual({
      files: [onnx],
      description: { size: 160, normalization: normalizations.tf, defaultLayer: 'last' },
    });
    expect(own?.lens.calls.open).toEqual(['german-shepherd.webp']);
    expect(textOf(inside(app, 'cam-lens-model', '#back'))).toBe('Back to ResNet-50');
    inside(app, 'cam-lens-model', '#back').click();
    await shows(app, () => {
      expect(inUse(app)).toBe('ResNet-50');
      expect(message(app)).toMatch(/^The network predicts/);
    });
    expect(created[2]?.options).not.toHaveProperty('model');
    expect(own?.lens.destroyed).toBe(true);
  });

  it('that cannot be used says why in the dialog, and the one before goes on', async () => {
    const { app, created } = await openApp((options) => {
      if (options.model === undefined) return undefined;
      throw new CamLensError('operator-unsupported', 'The operator NonMaxSuppression (node nms) has no gradient.');
    });
    drop([onnx]);
    await shows(app, () => expect(inside(app, 'cam-lens-model-dialog', 'form')).toBeDefined());
    submit(app);
    await shows(app, () =>
      expect(textOf(inside(app, 'cam-lens-model-dialog', '[role=alert]'))).toBe(
        'The operator NonMaxSuppression (node nms) has no gradient.',
      ),
    );
    expect([inUse(app), created[0]?.lens.destroyed]).toEqual(['ResNet-50', false]);
    expect(message(app)).toMatch(/^The network predicts/);
  });

  it('is not used when the dialog is closed while it loads', async () => {
    const { promise, end } = hold();
    const late = new FakeLens();
    const { app, created } = await openApp((options) =>
      options.model === undefined ? undefined : promise.then(() => late),
    );
    drop([onnx]);
    await shows(app, () => expect(inside(app, 'cam-lens-model-dialog', 'form')).toBeDefined());
    submit(app);
    inside(app, 'cam-lens-model-dialog', '.head button').click();
    await shows(app, () => expect(dialog(app).open).toBe(false));
    end();
    await shows(app, () => expect(late.destroyed).toBe(true));
    expect([inUse(app), created[0]?.lens.destroyed]).toEqual(['ResNet-50', false]);
  });

  it('lets one of several outputs be chosen, asks the files about it and uses it', async () => {
    const { app, created, described } = await openApp(undefined, (chosen = 'y') => ({
      explained: chosen,
      others: ['aux', 'y'].filter((each) => each !== chosen),
    }));
    drop([onnx]);
    await shows(app, () => expect(inside(app, 'cam-lens-model-dialog', 'form')).toBeDefined());
    const select = () => insideA(HTMLSelectElement, app, 'cam-lens-model-dialog', 'select[name=output]');
    expect([select().value, [...select().options].map(({ value }) => value)]).toEqual(['y', ['aux', 'y']]);
    expect(textOf(inside(app, 'cam-lens-model-dialog', 'label:has([name=output]) span'))).toBe('Output to explain');
    const before = select();
    before.focus();
    before.value = 'aux';
    before.dispatchEvent(new Event('change', { bubbles: true }));
    await shows(app, () => {
      expect(described.map(({ description }) => description)).toEqual([undefined, { logits: 'aux' }]);
      expect(insideA(HTMLButtonElement, app, 'cam-lens-model-dialog', '[type=submit]').disabled).toBe(false);
    });
    // Whoever chose by keyboard is still there.
    expect(select()).toBe(before);
    expect(select().value).toBe('aux');
    expect((before.getRootNode() as ShadowRoot).activeElement).toBe(before);
    submit(app);
    await shows(app, () => expect(inUse(app)).toBe('mine'));
    expect(created[1]?.options.model).toMatchObject({ description: { logits: 'aux' } });
  });

  it('takes what lies beside it later, and leaves pictures to be explained', async () => {
    const { app, created, described } = await openApp();
    drop([onnx, await pictureFile('mine.png')]);
    await shows(app, () => expect(created[0]?.lens.calls.open).toContain('mine.png'));
    const names = new File(['cat\ndog'], 'names.txt');
    drop([names]);
    await shows(app, () => expect(described).toHaveLength(2));
    expect(described.at(-1)?.files).toEqual([onnx, names]);
  });
});

describe('cam-lens-model-dialog', () => {
  it('shows what is known and asks for what is not', async () => {
    const element = await mount('cam-lens-model-dialog', { open: true, files: [onnx], summary });
    const uses = heard(element, 'cam-lens-model-use');
    const fields = [...(element.shadowRoot?.querySelectorAll('form > *') ?? [])].map(textOf);
    expect(fields.slice(0, 3)).toEqual([
      'Width and height of its input in pixels The files do not say this: check it.',
      'Normalisation of the picture The files do not say this: check it. PyTorch: ImageNet statistics' +
        'TensorFlow: −1 to 1Caffe: blue first, minus the mean0 to 10 to 255: the network normalises',
      '2 classes: cat, dog',
    ]);
    expect(insideA(HTMLSelectElement, element, 'select[name=layer]').value).toBe('last');
    expect(element.shadowRoot?.querySelector('select[name=output]')).toBeNull();
    inside(element, 'button[type=submit]').click();
    expect(uses).toEqual([{ size: 224, normalization: normalizations.torch, defaultLayer: 'last' }]);
  });

  it('says beside the layers what to know about them', async () => {
    const layerNote = 'Only the patch embedding can be explained.';
    const element = await mount('cam-lens-model-dialog', {
      open: true,
      files: [onnx],
      summary: { ...summary, layerNote },
    });
    expect(textOf(inside(element, 'label:has(select[name=layer]) small'))).toBe(layerNote);
  });

  it('leaves a normalisation of the model’s own as it is', async () => {
    const normalization = { order: 'RGB', scale: 1, mean: [1, 2, 3], std: [1, 1, 1] } as const;
    const description = { ...summary.description, input: { name: 'image', size: 96, normalization } };
    const element = await mount('cam-lens-model-dialog', {
      ...{ open: true, files: [onnx] },
      summary: { ...summary, description, assumed: [] },
    });
    const uses = heard(element, 'cam-lens-model-use');
    inside(element, 'button[type=submit]').click();
    expect(uses).toEqual([{ size: 96, defaultLayer: 'last' }]);
    const closes = heard(element, 'cam-lens-model-close');
    inside(element, '.head button').click();
    await settled(element);
    expect(closes).toHaveLength(1);
  });

  it('says that pictures go in grey and oblong, and leaves that as it is', async () => {
    const input = { ...summary.description.input, size: 192, height: 48, channels: 1, isFixed: true } as const;
    const description = { ...summary.description, input: { ...input, normalization: normalizations.none } };
    const element = await mount('cam-lens-model-dialog', {
      ...{ open: true, files: [onnx] },
      summary: { ...summary, description, assumed: [] },
    });
    expect(textOf(inside(element, '#sides'))).toBe(
      'Its input is 192 × 48 pixels, width and height. The graph takes no other size.',
    );
    expect(textOf(inside(element, '#grey'))).toBe('Pictures are converted to grey (one channel).');
    const { options } = insideA(HTMLSelectElement, element, 'select[name=normalization]');
    expect([...options].map(({ value }) => value)).toEqual(['tf', 'none', 'bytes']);
    const uses = heard(element, 'cam-lens-model-use');
    inside(element, 'button[type=submit]').click();
    expect(uses).toEqual([{ normalization: normalizations.none, defaultLayer: 'last' }]);
  });

  it.each([true, false])('takes another size only where the graph does: fixed %s', async (isFixed) => {
    const input = { ...summary.description.input, size: 96, ...(isFixed ? { isFixed } : {}) };
    const description = { ...summary.description, input };
    const element = await mount('cam-lens-model-dialog', {
      ...{ open: true, files: [onnx] },
      summary: { ...summary, description, assumed: [] },
    });
    const size = insideA(HTMLInputElement, element, 'input[name=size]');
    expect([size.value, size.readOnly]).toEqual(['96', isFixed]);
    const said = textOf(inside(element, 'form > label'));
    expect(said.includes('The graph takes no other size.')).toBe(isFixed);
  });
});
