/** Explanations side by side, with a small network, stages on the CPU. */
import { expect, it, onTestFinished } from 'vitest';
import '../../../src/ui/embed/cam-lens-compare.define.ts';
import type { CamLens } from '../../../src/ui/embed/cam-lens.ts';
import { rawValue } from '../../../src/ui/shared/words.ts';
import { tinyClasses, tinyModel } from '../../support/tiny-model.ts';
import { inside, mount, pictureFile, shows, textOf } from '../support/mount.ts';

const { bytes, description } = tinyModel();
const file = URL.createObjectURL(new Blob([bytes]));
const described = { ...description, sha256: undefined, file, classes: tinyClasses };
const model = URL.createObjectURL(new Blob([JSON.stringify(described)], { type: 'application/json' }));

it('marks one point in all, by mouse and by keyboard, and reads the value of each map there', async () => {
  const src = URL.createObjectURL(await pictureFile('a.png'));
  onTestFinished(() => URL.revokeObjectURL(src));
  const element = await mount('cam-lens-compare', {
    ...{ src, model, alt: 'A flag', backend: 'cpu', loading: 'eager', methods: 'cam, hires-cam', targets: 'cat; dog' },
  });
  const all = <Found extends HTMLElement>(selector: string): Found[] => [
    ...element.shadowRoot!.querySelectorAll<Found>(selector),
  ];
  const lenses = (): CamLens[] => all<CamLens>('cam-lens');
  const captions = () => all('figcaption').map((caption) => caption.firstChild?.nextSibling?.textContent);
  expect(captions()).toEqual(['cam, cat', 'cam, dog', 'hires-cam, cat', 'hires-cam, dog']);
  await shows(element, () => {
    expect(lenses().map((lens) => lens.valueAt(0, 0))).not.toContain(undefined);
    expect(captions()).toEqual(['CAM, cat', 'CAM, dog', 'HiResCAM, cat', 'HiResCAM, dog']);
  });
  const values = (): string[] => all('[part=value]').map(textOf);
  expect(values()).toEqual(['', '', '', '']);
  const picture = inside(element, '.picture');
  const { left, top, width, height } = picture.getBoundingClientRect();
  const at = { clientX: left + 0.75 * width, clientY: top + 0.1 * height };
  picture.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, ...at }));
  const wanted = (x: number, y: number): string[] => lenses().map((lens) => rawValue(lens.valueAt(x, y)!));
  await shows(element, () => {
    expect(values()).toEqual(wanted(0.75, 0.1));
    expect(all('.point').map(({ style }) => style.left)).toEqual(['75%', '75%', '75%', '75%']);
  });
  expect(new Set(values()).size).toBeGreaterThan(1);
  const group = inside(element, '.sides');
  group.dispatchEvent(new PointerEvent('pointerleave'));
  await shows(element, () => expect([all('.point').length, values().join('')]).toEqual([0, '']));
  const press = (key: string): boolean =>
    group.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  press('ArrowLeft');
  await shows(element, () => expect(values()).toEqual(wanted(0.5, 0.5)));
  press('ArrowLeft');
  await shows(element, () => {
    expect(values()).toEqual(wanted(0.5 - 1 / 28, 0.5));
    expect(textOf(inside(element, '[role=status]'))).toContain(`CAM, cat ${values()[0]}, CAM, dog ${values()[1]}`);
  });
  press('Escape');
  await shows(element, () => expect(all('.point')).toEqual([]));
});
