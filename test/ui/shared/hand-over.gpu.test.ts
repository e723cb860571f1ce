import { describe, expect, it } from 'vitest';
import { handedSource, handOverLink, readHandOver, type HandOver } from '../../../src/ui/shared/hand-over.ts';

const handOver: HandOver = {
  ...{ address: `blob:${location.origin}/1`, name: 'a&b "<i>".png', layer: 'layer4', size: 320, class: 7 },
  convention: 'torch-cam',
  ...{ methods: ['cam', 'grad-cam'], truths: [[0, 1, 20, 30]] },
};
const hashOf = (link: string) => new URL(link, location.href).hash;
const altered = (change: object) => hashOf(handOverLink({ ...handOver, ...change }));

describe('a link that hands a picture over', () => {
  it('says what it was made of, to the page beside', () => {
    const link = handOverLink(handOver);
    expect(new URL(link, 'https://a.example/b/evaluate.html').pathname).toBe('/b/');
    expect(readHandOver(hashOf(link))).toEqual(handOver);
    expect(readHandOver(altered({ class: 'predicted' }))?.class).toBe('predicted');
  });

  it('is not every link', () => {
    expect(readHandOver('')).toBeUndefined();
    expect(readHandOver('#somewhere')).toBeUndefined();
  });

  it.each([
    ...['https://a.example/secret', 'blob:https://a.example/1', '/models/resnet50.onnx'].map((address) => ({
      address,
    })),
    ...[
      { class: -1 },
      { class: 1.5 },
      { class: 'all' },
      { size: 0 },
      { size: '224' },
      { layer: 4 },
      { methods: 'cam' },
      { convention: 'toString' },
    ],
    ...[{ truths: [[0, 1, 2]] }, { truths: [[0, 1, 2, null]] }, { name: undefined }],
  ])('is refused where it says what it must not: %j', (change) => {
    expect(() => readHandOver(altered(change))).toThrow(/^The link does not say which picture to open/);
  });

  it('is refused where it is cut off', () => {
    expect(() => readHandOver(hashOf(handOverLink(handOver)).slice(0, -9))).toThrow(/which picture to open/);
  });
});

describe('the picture that was handed over', () => {
  it('is read from the page that hands it over, with all that it says', async () => {
    const address = URL.createObjectURL(new Blob(['bytes']));
    const source = handedSource({ ...handOver, address });
    expect(source).toMatchObject({ name: 'a&b "<i>".png', target: 7, truths: [[0, 1, 20, 30]] });
    expect(await (await source.load()).text()).toBe('bytes');
    URL.revokeObjectURL(address);
    await expect(source.load()).rejects.toMatchObject({
      code: 'picture-missing',
      message: expect.stringMatching(/open it from there again/) as string,
    });
  });
});
