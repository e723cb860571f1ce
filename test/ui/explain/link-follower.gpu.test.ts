/** The page and its link: what a link has shown, and what the page tells of its own. */
import { describe, expect, it } from 'vitest';
import type { LensOptions } from '../../../src/pipeline/api/lens.ts';
import type { CamLensApp } from '../../../src/ui/explain/cam-lens-app.ts';
import { FakeLens, fakeInfo } from '../support/fake-lens.ts';
import { heard, inside, insideA, mount, pictureFile, settled, shows, textOf } from '../support/mount.ts';

async function open(link: string) {
  const created: LensOptions[] = [];
  const lenses: FakeLens[] = [];
  const app = await mount('cam-lens-app', {
    ...{ link, samples: '/samples/samples.json' },
    createLens: async (options) => {
      created.push(options);
      const info = options.model === undefined ? fakeInfo : { ...fakeInfo, model: { name: 'net', title: 'Net' } };
      const lens = new FakeLens({ info });
      lenses.push(lens);
      return lens;
    },
  });
  const told = heard<{ link: string; isStep: boolean }>(app, 'cam-lens-link');
  const lens = () => lenses.at(-1)!;
  await explained(app, lens());
  return { app, lens, created, told };
}

async function explained(app: CamLensApp, lens: FakeLens): Promise<void> {
  await shows(app, () => expect(textOf(inside(app, 'cam-lens-progress', '.message'))).toMatch(/^The network predicts/));
  await lens.idle();
  await settled(app);
}

const notices = (app: CamLensApp) => [...inside(app, 'cam-lens-notices').shadowRoot!.querySelectorAll('p')].map(textOf);
const pressed = (app: CamLensApp) =>
  inside(app, 'cam-lens-sample-strip').shadowRoot?.querySelector('[aria-pressed=true] img')?.getAttribute('alt');
const lastChoice = (lens: FakeLens) => lens.calls.explain.at(-1)?.choice;
const choose = (app: CamLensApp, name: string, value: string) => {
  const select = insideA(HTMLSelectElement, app, 'cam-lens-layers', `select[name=${name}]`);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
};

describe('a link', () => {
  it('has picture, method, layer, class and threshold shown, and nothing explained before', async () => {
    const link = '#sample=scarlet-macaw.webp&methods=grad-cam&layer=layer3&class=225&threshold=0.3&opacity=1';
    const { app, lens, told } = await open(link);
    expect(lens().calls.open).toEqual(['scarlet-macaw.webp']);
    expect(lens().calls.explain.map(({ choice }) => choice)).toMatchObject([
      { layers: ['layer3'], class: 225, methods: ['grad-cam'], threshold: 0.3 },
    ]);
    expect(pressed(app)).toBe('macaw');
    expect(insideA(HTMLInputElement, app, 'cam-lens-controls', 'input[name=opacity]').valueAsNumber).toBe(1);
    expect(told).toEqual([]);
    expect(notices(app)).toEqual([]);
  });

  it('is told as the visitor goes on, and leads back and forward without another model', async () => {
    const { app, lens, created, told } = await open('');
    inside(app, 'cam-lens-sample-strip', '[data-key="sample:giant-panda.webp"]').click();
    await shows(app, () => expect(told).toEqual([{ link: '#sample=giant-panda.webp', isStep: true }]));
    await explained(app, lens());
    choose(app, 'layer', 'layer2');
    await shows(app, () =>
      expect(told.at(-1)).toEqual({ link: '#sample=giant-panda.webp&layer=layer2', isStep: true }),
    );
    const slider = insideA(HTMLInputElement, app, 'cam-lens-controls', 'input[name=threshold]');
    slider.valueAsNumber = 0.5;
    slider.dispatchEvent(new Event('input'));
    await shows(app, () =>
      expect(told.at(-1)).toEqual({ link: '#sample=giant-panda.webp&layer=layer2&threshold=0.5', isStep: false }),
    );
    await explained(app, lens());
    app.link = '#sample=giant-panda.webp';
    await shows(app, () => expect(insideA(HTMLSelectElement, app, 'cam-lens-layers', 'select').value).toBe('layer4'));
    app.link = '';
    await shows(app, () => expect(lens().calls.open.at(-1)).toBe('german-shepherd.webp'));
    await explained(app, lens());
    app.link = '#sample=giant-panda.webp&layer=layer2&threshold=0.5';
    await shows(app, () => {
      expect(pressed(app)).toBe('giant panda');
      expect(slider.valueAsNumber).toBe(0.5);
      expect(lastChoice(lens())).toMatchObject({ layers: ['layer2'], threshold: 0.5 });
    });
    await explained(app, lens());
    expect(told).toHaveLength(3);
    expect(created).toHaveLength(1);
  });

  it('leads back to a picture from the device while the page is there, and later says what is missing', async () => {
    const { app, lens, told } = await open('');
    const files = [await pictureFile('mine.png')];
    inside(app, 'cam-lens-dropzone').dispatchEvent(
      new CustomEvent('cam-lens-files', { detail: { files }, bubbles: true, composed: true }),
    );
    await shows(app, () => expect(told.at(-1)?.link).toMatch(/^#own=\w+$/));
    const { link } = told.at(-1)!;
    await explained(app, lens());
    app.link = '';
    await shows(app, () => expect(pressed(app)).toBe('German shepherd'));
    await explained(app, lens());
    app.link = link;
    await shows(app, () => expect(pressed(app)).toBe('mine.png'));
    expect(notices(app)).toEqual([]);
    app.remove();
    const later = await open(link);
    expect(notices(later.app)).toEqual([expect.stringContaining('was given from a device')]);
    expect(pressed(later.app)).toBe('German shepherd');
    expect(later.told).toEqual([{ link: '', isStep: false }]);
  });

  it('brings a picture from a URL, and another model', async () => {
    const address = '/samples/komodo-dragon.webp';
    const { app, lens, created, told } = await open(`#model=net.json&url=${address}&layer=layer3`);
    expect(created).toMatchObject([{ model: 'net.json' }]);
    expect(lens().calls.open).toEqual(['komodo-dragon.webp']);
    expect(lastChoice(lens())).toMatchObject({ layers: ['layer3'], class: 'predicted' });
    app.link = '';
    await shows(app, () => expect(created).toHaveLength(2));
    await shows(app, () => expect(lens().calls.open.at(-1)).toBe('german-shepherd.webp'));
    expect(created[1]?.model).toBeUndefined();
    expect(told).toEqual([]);
  });

  it.each([
    ['#sample=cat.webp', 'The address says sample=cat.webp; there is no such sample.'],
    ['#layer=layer9', 'The address says layer=layer9; ResNet-50 has no such layer.'],
    ['#method=nap', 'The address says method=nap; there is no such method.'],
    ['#class=1000', 'The address names a class that ResNet-50 does not have; its classes are 0 to 999.'],
    ['#url=/none.png', /none\.png (is a web page, not a picture|was not found \(HTTP 404\))\.$/],
    ['#url=javascript:alert(1)', 'javascript:alert(1) is not the address of a picture; https://… was expected.'],
    ['#model=own:1', /a model that was given from a device: give it again/],
  ])('%s says what cannot be done, and what can is', async (link, message) => {
    const { app, lens } = await open(link);
    expect(notices(app)).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
    expect(lens().calls.open.at(-1)).toBe('german-shepherd.webp');
    expect(lastChoice(lens())).toMatchObject({ layers: ['layer4'], class: 'predicted' });
  });
});
