import { expect, it } from 'vitest';
import type { BoxMark } from '../../../src/ui/shared/box-marks.ts';
import type { CamLensView } from '../../../src/ui/explain/cam-lens-view.ts';
import { heard, mount, settled, shows } from '../support/mount.ts';

const picture = { width: 100, height: 50 };
const stroke = { colour: '#e5383b', dashes: 'none' };
const marks: readonly BoxMark[] = [
  { key: 'truth:0', title: 'True box', box: [10, 5, 60, 45], stroke },
  { key: 'cam', title: 'CAM', box: [20, 10, 100, 50], iou: 0.54321, stroke: { colour: '#2f7bf6', dashes: '9 6' } },
  { key: 'grad-cam', title: 'Grad-CAM', box: null, iou: 0, stroke },
];

function solid(colour: string, width: number, height: number): ImageBitmap {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2D canvas');
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return canvas.transferToImageBitmap();
}

/** A view 400 CSS pixels wide: its frame of 4 : 3 fits the picture of 2 : 1 at 400 × 200. */
async function mountView(properties: Partial<CamLensView>): Promise<CamLensView> {
  const view = await mount('cam-lens-view', { picture, bitmap: solid('#336699', 100, 50), ...properties });
  view.style.width = '400px';
  return view;
}

const shadow = (view: CamLensView, selector: string) => [...(view.shadowRoot?.querySelectorAll(selector) ?? [])];

it('draws boxes in the picture’s own pixels, over exactly the picture', async () => {
  const view = await mountView({ show: 'blend', marks });
  await shows(view, () => {
    expect(shadow(view, '.fit')[0]?.getBoundingClientRect().width).toBe(400);
    expect(shadow(view, 'svg')).toHaveLength(1);
  });
  expect(shadow(view, 'svg')[0]?.getAttribute('viewBox')).toBe('0 0 100 50');
  const lines = shadow(view, 'rect.line');
  const attributes = ['x', 'y', 'width', 'height', 'stroke'];
  expect(lines.map((line) => attributes.map((name) => line.getAttribute(name)))).toEqual([
    ['10', '5', '50', '40', '#e5383b'],
    ['20', '10', '80', '40', '#2f7bf6'],
  ]);
  const [svg, canvas] = ['svg', 'canvas'].map((name) => shadow(view, name)[0]?.getBoundingClientRect());
  expect([svg?.left, svg?.top, svg?.width, svg?.height]).toEqual([canvas?.left, canvas?.top, 400, 200]);
});

it('labels each box with text and tells it in words', async () => {
  const view = await mountView({ show: 'blend', marks });
  await shows(view, () => expect(shadow(view, 'text')).toHaveLength(2));
  expect(shadow(view, 'text').map((text) => text.textContent)).toEqual(['True box', 'CAM 0.54']);
  expect(shadow(view, 'g[role=img]').map((group) => group.getAttribute('aria-label'))).toEqual([
    'True box: x 10 to 60, y 5 to 45',
    'CAM: x 20 to 100, y 10 to 50, IoU 0.543',
  ]);
});

it('keeps the labels’ size on the screen when the view is resized', async () => {
  const view = await mountView({ show: 'blend', marks });
  const height = () => shadow(view, '.label rect')[0]?.getBoundingClientRect().height;
  await shows(view, () => expect(height()).toBeCloseTo(18, 1));
  view.style.width = '200px';
  await shows(view, () => {
    expect(shadow(view, '.fit')[0]?.getBoundingClientRect().width).toBe(200);
    expect(height()).toBeCloseTo(18, 1);
  });
});

it('asks for as many pixels as it shows, capped at the picture’s', async () => {
  const view = await mount('cam-lens-view', { show: 'heatmap' });
  const sizes = heard<{ show: string; size: object }>(view, 'cam-lens-size');
  view.style.width = '80px';
  view.picture = picture;
  const ratio = window.devicePixelRatio;
  const expected = { width: Math.min(100, 80 * ratio), height: Math.min(50, 40 * ratio) };
  await shows(view, () => expect(sizes.at(-1)).toEqual({ show: 'heatmap', size: expected }));
  view.style.width = '700px';
  await shows(view, () => expect(sizes.at(-1)).toEqual({ show: 'heatmap', size: picture }));
});

it.each(['original', 'heatmap'] as const)('puts the bitmap on the canvas: %s', async (show) => {
  const view = await mountView({ show });
  const canvas = shadow(view, 'canvas')[0] as HTMLCanvasElement;
  const copy = new OffscreenCanvas(100, 50).getContext('2d');
  copy?.drawImage(canvas, 0, 0);
  expect([...(copy?.getImageData(50, 25, 1, 1).data ?? [])]).toEqual([0x33, 0x66, 0x99, 255]);
});

it('keeps its height whatever the picture’s shape', async () => {
  const view = await mountView({ show: 'original', heading: 'Original' });
  const height = view.getBoundingClientRect().height;
  for (const size of [
    { width: 1, height: 1 },
    { width: 20, height: 900 },
    { width: 900, height: 20 },
  ]) {
    view.picture = size;
    await settled(view);
    expect(view.getBoundingClientRect().height).toBe(height);
    const fitted = shadow(view, '.fit')[0]?.getBoundingClientRect();
    expect(fitted === undefined || fitted.height <= 300.5).toBe(true);
  }
});

it('says in words what there is, or why there is nothing', async () => {
  const view = await mountView({ show: 'heatmap', bitmap: undefined, placeholder: 'Waiting', remark: 'All the same' });
  expect(shadow(view, '.note').map((note) => note.textContent)).toEqual(['Waiting']);
  view.bitmap = solid('black', 10, 5);
  view.description = 'Heatmap of a dog';
  await settled(view);
  expect(shadow(view, '.note').map((note) => note.textContent)).toEqual(['All the same']);
  expect(shadow(view, 'canvas')[0]?.getAttribute('aria-label')).toBe('Heatmap of a dog');
});
