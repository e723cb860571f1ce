import { describe, expect, it } from 'vitest';
import { initialSettings } from '../../../src/ui/shared/settings.ts';
import { stripOf } from '../../../src/ui/shared/strips.ts';
import { fakeInfo } from '../support/fake-lens.ts';
import { heard, insideA, inside, mount, settled, textOf } from '../support/mount.ts';

const all = (element: Element, selector: string) => [...(element.shadowRoot?.querySelectorAll(selector) ?? [])];
const atLast = { ...initialSettings, method: 'grad-cam', layer: 'layer4' };
const { methods } = fakeInfo;

describe('cam-lens-methods', () => {
  it('offers the methods that are shown, the one that is looked at checked', async () => {
    const element = await mount('cam-lens-methods', { methods, settings: atLast });
    expect(all(element, '.chip').map(textOf)).toEqual(['CAM', 'Grad-CAM']);
    expect(insideA(HTMLInputElement, element, '.chip :checked').value).toBe('grad-cam');
    expect(all(element, '.all:not([hidden])')).toHaveLength(0);
  });

  it('lists all methods by where they look and how long they take, each with a line', async () => {
    const element = await mount('cam-lens-methods', { methods, settings: atLast });
    inside(element, 'button').click();
    await settled(element);
    expect(inside(element, 'button').getAttribute('aria-expanded')).toBe('true');
    expect(all(element, '.all:not([hidden]) section').map(textOf)).toEqual([
      'At a layer CAM Weights each channel by the classifier’s own weight. ' +
        'Grad-CAM Weights each channel by how much it raises the score.',
      'At the picture’s pixels Guided backprop The gradient at each pixel, along positive paths only.',
      'Many runs of the network: slow Score-CAM Weights each channel by the score of the picture masked by it.',
    ]);
  });

  it('adds a method and looks at it, takes one away, and looks at another then', async () => {
    const element = await mount('cam-lens-methods', { methods, settings: atLast });
    const changes = heard(element, 'cam-lens-change');
    for (const name of ['guided-backprop', 'cam', 'grad-cam']) inside(element, `#show-${name}`).click();
    insideA(HTMLInputElement, element, '.chip input').click();
    expect(changes).toEqual([
      { methods: ['cam', 'grad-cam', 'guided-backprop'], method: 'guided-backprop' },
      { methods: ['grad-cam'] },
      { methods: ['cam'], method: '' },
      { method: 'cam' },
    ]);
  });

  it('compares all methods, or no longer', async () => {
    const element = await mount('cam-lens-methods', { methods, settings: atLast });
    const changes = heard(element, 'cam-lens-change');
    const button = inside(element, '[data-compare=methods]');
    expect(button.ariaPressed).toBe('false');
    button.click();
    element.settings = { ...atLast, compare: 'methods' };
    await settled(element);
    expect(button.ariaPressed).toBe('true');
    button.click();
    expect(changes).toEqual([{ compare: 'methods' }, { compare: 'nothing' }]);
  });

  it('says why a method is not possible at the layer', async () => {
    const element = await mount('cam-lens-methods', { methods, settings: { ...atLast, layer: 'layer2' } });
    const box = insideA(HTMLInputElement, element, '#show-cam');
    expect([box.disabled, box.checked]).toEqual([true, false]);
    expect(textOf(inside(element, '#note-cam'))).toBe('It is not the last layer.');
    expect(insideA(HTMLInputElement, element, '.chip input').disabled).toBe(true);
    expect(inside(element, '.chip').title).toBe('It is not the last layer.');
  });

  it('keeps one method at least', async () => {
    const element = await mount('cam-lens-methods', { methods, settings: { ...atLast, methods: ['grad-cam'] } });
    expect(insideA(HTMLInputElement, element, '#show-grad-cam').disabled).toBe(true);
  });

  it('consists of labelled inputs', async () => {
    const element = await mount('cam-lens-methods', { methods, settings: atLast });
    for (const input of all(element, 'input') as HTMLInputElement[]) expect(input.labels?.length).toBe(1);
  });
});

describe('cam-lens-layers', () => {
  it('offers the layers in the order of depth and fires the one that is chosen', async () => {
    const element = await mount('cam-lens-layers', { info: fakeInfo, settings: atLast });
    const changes = heard(element, 'cam-lens-change');
    expect(all(element, 'option').map(textOf)).toEqual(['layer2', 'layer3', 'layer3.5', 'layer4 (recommended)']);
    const groups = all(element, 'optgroup') as HTMLOptGroupElement[];
    expect(groups.map((group) => [group.label, ...[...group.children].map(textOf)])).toEqual([
      ['28 × 28', 'layer2'],
      ['14 × 14', 'layer3', 'layer3.5'],
      ['7 × 7', 'layer4 (recommended)'],
    ]);
    const select = insideA(HTMLSelectElement, element, 'select');
    expect(select.value).toBe('layer4');
    select.value = 'layer2';
    select.dispatchEvent(new Event('change'));
    inside(element, 'button').click();
    expect(changes).toEqual([{ layer: 'layer2' }, { compare: 'layers' }]);
  });

  it('groups nothing where all layers, as far as is known, are of one size', async () => {
    const element = await mount('cam-lens-layers', { info: { ...fakeInfo, mapSizes: {} }, settings: atLast });
    expect(all(element, 'optgroup')).toHaveLength(0);
    expect(all(element, 'option')).toHaveLength(4);
  });

  it('names the size of those alone whose size is known', async () => {
    const mapSizes = { layer2: { width: 30, height: 20 } };
    const element = await mount('cam-lens-layers', { info: { ...fakeInfo, mapSizes }, settings: atLast });
    const groups = all(element, 'optgroup') as HTMLOptGroupElement[];
    expect(groups.map((group) => [group.label, group.children.length])).toEqual([
      ['30 × 20', 1],
      ['Size not known', 3],
    ]);
  });

  it('compares no layers of a method that looks at none', async () => {
    const settings = { ...atLast, method: 'guided-backprop' };
    const element = await mount('cam-lens-layers', { info: fakeInfo, settings });
    const button = insideA(HTMLButtonElement, element, 'button');
    expect(button.disabled).toBe(true);
    expect(button.title).toBe('Guided backprop uses no layer, so there is nothing to compare.');
    expect(insideA(HTMLSelectElement, element, 'select').disabled).toBe(true);
  });
});

describe('cam-lens-strip', () => {
  it('shows what is painted, says why it is not, and chooses a layer', async () => {
    const canvas = new OffscreenCanvas(4, 3);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no 2D canvas');
    context.fillStyle = '#336699';
    context.fillRect(0, 0, 4, 3);
    const info = { ...fakeInfo, methods: [{ ...methods[0]!, refusals: { layer2: 'It is not the last layer.' } }] };
    const { cells } = stripOf({ ...atLast, method: 'cam', compare: 'layers' }, info)!;
    const blends = { layer4: canvas.transferToImageBitmap() };
    const element = await mount('cam-lens-strip', { heading: 'CAM at 3 layers', cells, blends });
    const changes = heard(element, 'cam-lens-change');
    expect(all(element, 'li').map(textOf)).toEqual(['It is not the last layer. layer2', 'layer3', 'layer4']);
    expect(all(element, 'button').map((one) => one.getAttribute('aria-pressed'))).toEqual(['false', 'true']);
    const painted = insideA(HTMLCanvasElement, element, 'canvas[data-key=layer4]');
    const copy = new OffscreenCanvas(4, 3).getContext('2d');
    copy?.drawImage(painted, 0, 0);
    expect([...(copy?.getImageData(2, 1, 1, 1).data ?? [])]).toEqual([0x33, 0x66, 0x99, 255]);
    inside(element, 'button[data-key=layer3]').click();
    expect(changes).toEqual([{ layer: 'layer3' }]);
  });

  it('shows all methods, each with a line; slow ones wait until they are chosen', async () => {
    const { heading, cells } = stripOf({ ...atLast, layer: 'layer2', compare: 'methods' }, fakeInfo)!;
    const element = await mount('cam-lens-strip', { heading, cells, busy: true });
    const changes = heard(element, 'cam-lens-change');
    expect(textOf(inside(element, 'h2'))).toBe('4 methods at layer2');
    expect(all(element, 'li').map(textOf)).toEqual([
      'It is not the last layer. CAM Weights each channel by the classifier’s own weight.',
      '… Grad-CAM Weights each channel by how much it raises the score.',
      '… Guided backprop The gradient at each pixel, along positive paths only.',
      'Slow: it runs when you choose it. Score-CAM Weights each channel by the score of the picture masked by it.',
    ]);
    expect(inside(element, '[aria-pressed=true]').dataset['key']).toBe('grad-cam');
    inside(element, 'button[data-key=score-cam]').click();
    expect(changes).toEqual([{ method: 'score-cam' }]);
  });
});
