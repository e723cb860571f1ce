import { describe, expect, it } from 'vitest';
import { readModel } from '../../../src/onnx/read.ts';
import { loadModelFiles, summarizeModel } from '../../../src/pipeline/model/model-files.ts';
import { normalizations } from '../../../src/pipeline/model/normalizations.ts';
import { createLens, describeModelFiles } from '../../../src/pipeline/worker/remote.ts';
import { tinyClasses, tinyModel } from '../../support/tiny-model.ts';
import { pictureFile } from '../../ui/support/mount.ts';

const onnx = (name = 'mine.onnx') => new File([tinyModel().bytes], name);
const json = (name: string, content: unknown) => new File([JSON.stringify(content)], name);

describe('a model as files', () => {
  it('is described by what lies beside it, and what nobody said is told', async () => {
    const { description, classes, mapSizes, assumed } = await summarizeModel({ files: [onnx()] });
    expect(description).toMatchObject({ name: 'mine', file: 'mine.onnx', input: { size: 224 } });
    expect(description.input.normalization).toEqual(normalizations.torch);
    expect(classes).toEqual(['class 0', 'class 1', 'class 2', 'class 3', 'class 4']);
    // 224, halved twice.
    expect(mapSizes[description.defaultLayer]).toEqual({ width: 56, height: 56 });
    expect(assumed).toEqual(['size', 'normalization', 'classes']);
  });

  it.each([
    ['a list of names', json('names.json', tinyClasses)],
    ['index → name', json('labels.json', Object.fromEntries(tinyClasses.entries()))],
    ['one name a line', new File([tinyClasses.join('\n')], 'names.txt')],
  ])('takes class names: %s', async (_, file) => {
    const { classes, assumed } = await summarizeModel({ files: [file, onnx()] });
    expect(classes).toEqual(tinyClasses);
    expect(assumed).toEqual(['size', 'normalization']);
  });

  it('is described by its JSON, and by the visitor first of all', async () => {
    const said = json('mine.json', { size: 64, normalization: 'tf', classes: 'names.txt' });
    const names = new File([tinyClasses.join('\n')], 'names.txt');
    const files = [onnx(), said, names];
    const { description, classes, assumed } = await summarizeModel({ files, description: { size: 32 } });
    expect(description.input).toMatchObject({ size: 32, normalization: normalizations.tf });
    expect(classes).toEqual(tinyClasses);
    expect(assumed).toEqual([]);
  });

  it.each([
    ['two models', [onnx('a.onnx'), onnx('b.onnx')], 'bad-option', 'a.onnx and b.onnx are both an .onnx file'],
    ['none', [json('a.json', {})], 'bad-option', 'None of these files is an .onnx file'],
    ['a file that is missing', [onnx(), json('mine.json', { classes: 'c.txt' })], 'model-missing', 'c.txt is missing'],
    ['no ONNX', [new File(['text'], 'a.onnx')], 'model-damaged', 'a.onnx'],
    ['no JSON', [onnx(), new File(['{'], 'mine.json')], 'model-damaged', 'mine.json is not JSON'],
    ['wrong names', [onnx(), json('c.json', ['one'])], 'model-damaged', 'c.json names 1 class; the model has 5.'],
  ])('says what is wrong with %s', async (_, files, code, message) => {
    await expect(loadModelFiles({ files })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
  });

  it('keeps its bytes', async () => {
    const { bytes } = await loadModelFiles({ files: [onnx()] });
    expect(readModel(bytes).graph.node).toHaveLength(9);
    expect(bytes).toEqual(tinyModel().bytes);
  });
});

describe('a Lens of files', () => {
  it('paints what is there between the runs of a slow method', async () => {
    const lens = await createLens({ backend: 'cpu', model: { files: [onnx()], description: { size: 32 } } });
    try {
      const { id } = await lens.open(await pictureFile('a.png'), 'a.png');
      const layer = lens.info.defaultLayer;
      const choice = { layers: [layer], class: 'predicted', threshold: 0.15 } as const;
      await lens.explain(id, { ...choice, methods: ['cam'] });
      const done: string[] = [];
      let looks: Promise<unknown> | undefined;
      const painting = {
        method: 'cam',
        layer,
        show: 'blend',
        opacity: 0.5,
        colourMap: 'jet',
        width: 8,
        height: 6,
      } as const;
      const look = async () => {
        const { width } = await lens.paint(id, painting);
        const [explanation] = await lens.locate(id, 0.5);
        done.push(`painted ${width} wide, located at ${explanation?.threshold ?? NaN}`);
      };
      const onProgress = () => {
        looks ??= look();
      };
      const { explanations } = await lens.explain(
        id,
        { ...choice, methods: ['occlusion'], keep: true },
        { onProgress },
      );
      done.push('explained');
      await looks;
      expect(done).toEqual(['painted 8 wide, located at 0.5', 'explained']);
      expect(explanations.map(({ method, threshold }) => [method, threshold])).toEqual([
        ['cam', 0.5],
        ['occlusion', 0.15],
      ]);
    } finally {
      lens.destroy();
    }
  });

  it('explains with that model, after it was described in a worker', async () => {
    const files = [onnx(), json('mine.json', tinyClasses)];
    const { description, assumed } = await describeModelFiles({ files });
    expect(assumed).toContain('size');
    const lens = await createLens({ backend: 'cpu', model: { files, description: { size: 32 } } });
    try {
      expect(lens.info.model).toMatchObject({ name: 'mine', title: 'mine' });
      expect(lens.info.classes).toEqual(tinyClasses);
      expect(lens.info.layers).toEqual(Object.keys(description.layers));
      const { id } = await lens.open(await pictureFile('a.png'), 'a.png');
      const layer = lens.info.defaultLayer;
      const choice = { methods: ['cam'], layers: [layer], class: 2, threshold: 0.15 };
      const { explanations } = await lens.explain(id, choice);
      expect(explanations[0]).toMatchObject({ method: 'cam', layer, class: { index: 2, name: 'cat' } });
    } finally {
      lens.destroy();
    }
  });
});
