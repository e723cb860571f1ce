/** Reading values in the pictures, and enlarging them. */
import { expect, it } from 'vitest';
import '../../../src/ui/explain/cam-lens-reading.define.ts';
import '../../../src/ui/explain/cam-lens-view.define.ts';
import type { Explanation } from '../../../src/pipeline/recipe/explanation.ts';
import type { CamLensView } from '../../../src/ui/explain/cam-lens-view.ts';
import { uninspected, type Inspected } from '../../../src/ui/shared/zoom.ts';
import { heard, inside, insideA, mount, shows, textOf } from '../support/mount.ts';

const picture = { width: 100, height: 50 };

async function mountView(): Promise<CamLensView> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d')?.fillRect(0, 0, 50, 50);
  const view = await mount('cam-lens-view', { picture, bitmap: canvas.transferToImageBitmap() });
  view.style.width = '400px';
  await shows(view, () => expect(inside(view, '.fit').clientWidth).toBe(400));
  return view;
}

it('tells where the pointer is, what keys do, and to zoom by wheel', async () => {
  const view = await mountView();
  const fit = inside(view, '.fit');
  const { left, top } = fit.getBoundingClientRect();
  const at = { clientX: left + 100, clientY: top + 100, bubbles: true, cancelable: true };
  const asked = heard<Inspected>(view, 'cam-lens-inspect');
  const doing = (event: Event): Inspected | undefined => {
    fit.dispatchEvent(event);
    return asked.at(-1);
  };
  expect(doing(new PointerEvent('pointermove', at))?.point).toEqual([0.25, 0.5]);
  const wheel = new WheelEvent('wheel', { ...at, deltaY: -50, ctrlKey: true });
  expect(doing(wheel)?.zoom.scale).toBeCloseTo(Math.exp(0.5), 10);
  expect(wheel.defaultPrevented).toBe(true);
  expect(doing(new KeyboardEvent('keydown', { key: '+', bubbles: true }))?.zoom.scale).toBe(1.5);
  const scrolling = new WheelEvent('wheel', { ...at, deltaY: -50 });
  fit.dispatchEvent(scrolling);
  expect(scrolling.defaultPrevented).toBe(false);
});

it('shows a part of the picture, with its point, and asks for a larger painting', async () => {
  const view = await mountView();
  const asked = heard(view, 'cam-lens-size');
  view.show = 'blend';
  view.inspected = { point: [0.5, 0.25], zoom: { scale: 4, corner: [0.5, 0.25] } };
  await shows(view, () => {
    expect(asked.at(-1)).toEqual({ show: 'blend', size: picture });
    const [fit, canvas, point] = ['.fit', 'canvas', '.point'].map((name) => inside(view, name).getBoundingClientRect());
    expect([canvas!.width, canvas!.left - fit!.left, canvas!.top - fit!.top]).toEqual([1600, -800, -200]);
    expect([point!.left + point!.width / 2 - fit!.left, point!.top + point!.height / 2 - fit!.top]).toEqual([0, 0]);
  });
});

it('reads out place, heatmap and raw map, and zooms by buttons', async () => {
  const map = { width: 2, height: 1, values: [-1, 3] };
  const explanation = { map, minimum: -1, maximum: 3, empty: false } as unknown as Explanation;
  const reading = await mount('cam-lens-reading', { picture, explanation });
  const says = (): string => textOf(inside(reading, '[role=status]'));
  expect(says()).toBe('');
  expect(textOf(inside(reading, 'p'))).toMatch(/arrow keys/);
  reading.inspected = { ...uninspected, point: [0.5, 0.5] };
  // Halfway between the cells, half a pixel to the right: (50.5 / 50 − 0.5) of the way.
  await shows(reading, () => expect(says()).toBe('x 50, y 25: heatmap 0.51, raw map 3.00'));
  reading.inspected = { ...uninspected, point: [1.5, 0.5] };
  await shows(reading, () => expect(says()).toBe(''));
  const asked = heard<Inspected>(reading, 'cam-lens-inspect');
  inside(reading, '[aria-label="Zoom in"]').click();
  expect(asked.at(-1)?.zoom.scale).toBe(1.5);
  expect(insideA(HTMLButtonElement, reading, '[aria-label="Zoom out"]').disabled).toBe(true);
});
