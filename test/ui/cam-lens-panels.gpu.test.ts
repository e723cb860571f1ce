import { describe, expect, it } from 'vitest';
import { initialSettings } from '../../src/ui/shared/settings.ts';
import { fakeInfo } from './support/fake-lens.ts';
import { heard, inside, insideA, mount, pictureFile, settled, textOf } from './support/mount.ts';

const all = (element: Element, selector: string) => [...(element.shadowRoot?.querySelectorAll(selector) ?? [])];

describe('cam-lens-controls', () => {
  const properties = { settings: { ...initialSettings, method: 'cam' } };

  it('fires each change once, as numbers and names', async () => {
    const element = await mount('cam-lens-controls', properties);
    const changes = heard(element, 'cam-lens-change');
    const slide = (name: string, value: number) => {
      const input = insideA(HTMLInputElement, element, `input[name=${name}]`);
      input.valueAsNumber = value;
      input.dispatchEvent(new Event('input'));
    };
    slide('threshold', 0.4);
    slide('opacity', 0.8);
    all(element, 'input[name=colours]').forEach((input, index) => index === 2 && (input as HTMLElement).click());
    expect(changes).toEqual([{ threshold: 0.4 }, { opacity: 0.8 }, { colourMap: 'inferno' }]);
  });

  it('consists of labelled native inputs that the keyboard reaches', async () => {
    const element = await mount('cam-lens-controls', properties);
    for (const input of all(element, 'input') as HTMLInputElement[]) {
      expect(input.labels?.length, input.name).toBe(1);
      input.focus();
      expect(element.shadowRoot?.activeElement).toBe(input);
    }
  });
});

describe('cam-lens-results', () => {
  const stroke = { colour: '#123456', dashes: 'none' };
  const marks = [
    { key: 'truth:0', title: 'True box', box: [38, 27, 908, 727] as const, share: 0.7744, stroke },
    { key: 'cam', title: 'CAM', box: [1, 2, 3, 4] as const, share: 0.1, iou: 0.81249, stroke },
    { key: 'grad-cam', title: 'Grad-CAM', box: null, iou: 0, stroke },
  ];

  it('lists box, area and IoU to three decimals', async () => {
    const element = await mount('cam-lens-results', { marks, judged: true, threshold: 0.3 });
    expect(textOf(inside(element, 'h2'))).toBe('Boxes at threshold 0.30');
    expect(all(element, 'tbody tr').map((row) => [...row.children].map(textOf))).toEqual([
      ['True box', '38, 27 → 908, 727', '77.4 %', '–'],
      ['CAM', '1, 2 → 3, 4', '10.0 %', '0.812'],
      ['Grad-CAM', 'no box', '–', '0.000'],
    ]);
  });

  it('switches a box off and on', async () => {
    const element = await mount('cam-lens-results', { marks, hiddenMarks: new Set(['truth:0']) });
    const switched = heard(element, 'cam-lens-box');
    const boxes = all(element, 'input') as HTMLInputElement[];
    expect(boxes.map(({ checked }) => checked)).toEqual([false, true, true]);
    boxes.slice(0, 2).forEach((box) => box.click());
    expect(switched).toEqual([
      { key: 'truth:0', visible: true },
      { key: 'cam', visible: false },
    ]);
  });

  it('says that nothing is to be measured without a true box', async () => {
    expect(textOf(inside(await mount('cam-lens-results', { marks }), '.foot'))).toMatch(/^No true box is known/);
  });
});

describe('cam-lens-dropzone', () => {
  const transfer = async () => {
    const data = new DataTransfer();
    data.items.add(await pictureFile('dropped.png'));
    return data;
  };

  it('takes files dropped anywhere on the page, and shows where they go', async () => {
    const element = await mount('cam-lens-dropzone');
    const given = heard<{ files: File[] }>(element, 'cam-lens-files');
    const dataTransfer = await transfer();
    document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
    await settled(element);
    expect(textOf(inside(element, '.over'))).toBe('Drop a photo to explain it, or a model (.onnx) to use it');
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    document.body.dispatchEvent(drop);
    await settled(element);
    expect(drop.defaultPrevented).toBe(true);
    expect(all(element, '.over')).toHaveLength(0);
    expect(given.map(({ files }) => files.map(({ name }) => name))).toEqual([['dropped.png']]);
  });

  it('takes pasted files and leaves pasted text alone', async () => {
    const element = await mount('cam-lens-dropzone');
    const given = heard<{ files: File[] }>(element, 'cam-lens-files');
    const text = new DataTransfer();
    text.setData('text/plain', 'words');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: text, bubbles: true }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: await transfer(), bubbles: true }));
    expect(given).toHaveLength(1);
  });

  it('listens no more once it is removed', async () => {
    const element = await mount('cam-lens-dropzone');
    const given = heard(element, 'cam-lens-files');
    element.remove();
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: await transfer(), bubbles: true }));
    expect(given).toEqual([]);
  });
});

describe('cam-lens-method, cam-lens-backend, cam-lens-legend, cam-lens-timings', () => {
  it('warns of a method that is not to be trusted', async () => {
    const element = await mount('cam-lens-method', { method: fakeInfo.methods[2] });
    expect(textOf(inside(element, '.caution'))).toBe(
      'Caution. It fails sanity checks: it behaves like an edge detector.',
    );
    element.method = fakeInfo.methods[0];
    await settled(element);
    expect(all(element, '.caution')).toHaveLength(0);
    expect(all(element, 'p').map(textOf)).toEqual([
      'CAM: Weights each channel by the classifier’s own weight.',
      'Σc W[c]·A[c] · Zhou et al., 2015',
    ]);
    expect(insideA(HTMLAnchorElement, element, 'a').href).toBe('https://arxiv.org/abs/1512.04150');
  });

  it('shows the backend, and why it was chosen', async () => {
    const element = await mount('cam-lens-backend', { info: fakeInfo });
    expect(all(element, 'dd').map(textOf)).toEqual([
      ...['on the processor (WebAssembly)', 'in shaders (WebGPU)', 'SwiftShader', 'ResNet-50'],
    ]);
    expect(textOf(inside(element, '.notice'))).toBe(fakeInfo.notice);
  });

  it('reads raw values off the colours, and where the threshold cuts', async () => {
    const element = await mount('cam-lens-legend', { minimum: -2, maximum: 8, threshold: 0.25 });
    expect(textOf(inside(element, '.row'))).toBe('−2.00 8.00');
    expect(inside(element, '.row').getAttribute('aria-label')).toBe(
      'Colour scale from −2.00 to 8.00, cut for the box at 0.500',
    );
    expect(inside(element, '.cut').style.left).toBe('25%');
  });

  it('lists the time of each stage', async () => {
    const element = await mount('cam-lens-timings', { timings: { network: 412.6, boxes: 2.24 } });
    expect(all(element, 'dl > div').map(textOf)).toEqual(['network 413 ms', 'boxes 2.2 ms']);
  });
});

describe('cam-lens-progress', () => {
  it('shows the step and how far it is', async () => {
    const progress = { step: 'download', fraction: 0.5, message: 'Downloading ResNet-50, 51 of 102 MB' } as const;
    const element = await mount('cam-lens-progress', { progress });
    expect(textOf(inside(element, '.message'))).toBe('Downloading ResNet-50, 51 of 102 MB');
    expect(inside(element, '[role=progressbar]').getAttribute('aria-valuenow')).toBe('30');
    expect(textOf(inside(element, '[role=status]'))).toBe('Downloading the network.');
  });

  it('shows how far work that takes long is, and offers to stop it', async () => {
    const properties = { ready: true, busy: true, stoppable: true, fraction: 0.25, message: 'Score-CAM: 16 of 64' };
    const element = await mount('cam-lens-progress', properties);
    const stops = heard(element, 'cam-lens-stop');
    expect(inside(element, '[role=progressbar]').getAttribute('aria-valuenow')).toBe('25');
    expect(textOf(inside(element, '.message'))).toBe('Score-CAM: 16 of 64');
    expect(textOf(inside(element, '[role=status]'))).toBe('The network runs many times.');
    inside(element, 'button').click();
    expect(stops).toHaveLength(1);
  });

  it('tells a failure and offers another try', async () => {
    const element = await mount('cam-lens-progress', { failure: 'The model is not built yet.' });
    const retries = heard(element, 'cam-lens-retry');
    expect(textOf(inside(element, '[role=alert] p'))).toBe('The model is not built yet.');
    inside(element, 'button').click();
    expect(retries).toHaveLength(1);
  });
});
