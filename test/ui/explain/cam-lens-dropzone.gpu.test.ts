/** Pictures from the web and from the camera. Files are tested with the other panels. */
import { afterEach, expect, it, vi } from 'vitest';
import type { CamLensDropzone } from '../../../src/ui/explain/cam-lens-dropzone.ts';
import type { PictureSource } from '../../../src/ui/shared/picture-source.ts';
import { eventually } from '../../support/eventually.ts';
import { heard, inside, insideA, mount, pictureFile, shows, textOf } from '../support/mount.ts';

const photo = await pictureFile('a.png');
const answers: Record<string, () => Promise<Response>> = {
  'https://pictures.example/a%20dog.png': async () => new Response(photo),
  'https://pictures.example/none.png': async () => new Response('', { status: 404 }),
};
const asked: [address: string, init: RequestInit][] = [];
const fetched = vi.fn((address: string, init: RequestInit) => {
  asked.push([address, init]);
  return answers[address]!();
});
const realFetch = fetch;
vi.stubGlobal('fetch', (address: string, init: RequestInit) =>
  Object.hasOwn(answers, address) ? fetched(address, init) : realFetch(address, init),
);
const cameras = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
afterEach(() => {
  asked.length = 0;
  cameras.mockReset();
});

const dialogOf = (element: CamLensDropzone, which: 'url' | 'camera'): HTMLDialogElement =>
  insideA(HTMLDialogElement, element, `cam-lens-${which}-dialog`, 'dialog');
const press = (element: Element, ...path: readonly string[]): void => inside(element, ...path).click();

function paste(text: string, target: EventTarget = document.body): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true }));
}

function fetchedBy(element: CamLensDropzone): { readonly source: PictureSource }[] {
  return heard(element, 'cam-lens-picture');
}

it('fetches a picture from the address that is entered, without cookies or where it was asked from', async () => {
  const element = await mount('cam-lens-dropzone');
  const pictures = fetchedBy(element);
  press(element, '[data-open=web]');
  await shows(element, () => expect(dialogOf(element, 'url').open).toBe(true));
  const input = insideA(HTMLInputElement, element, 'cam-lens-url-dialog', 'input');
  expect(input.getRootNode()).toHaveProperty('activeElement', input);
  const submit = (address: string): void => {
    input.value = address;
    press(element, 'cam-lens-url-dialog', '[type=submit]');
  };
  submit('no address');
  await shows(element, () => expect(input.matches(':invalid')).toBe(true));
  expect(asked).toEqual([]);
  submit('https://pictures.example/none.png');
  const fault = (): string => textOf(inside(element, 'cam-lens-url-dialog', '[role=alert]'));
  await shows(element, () => expect(fault()).toBe('https://pictures.example/none.png was not found (HTTP 404).'));
  submit('https://pictures.example/a%20dog.png');
  await shows(element, () => expect(dialogOf(element, 'url').open).toBe(false));
  expect(pictures.map(({ source: { key, name } }) => [key, name])).toEqual([
    ['url:https://pictures.example/a%20dog.png', 'a dog.png'],
  ]);
  expect(await pictures[0]!.source.load()).toMatchObject({ size: photo.size });
  expect(asked.at(-1)![1]).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
});

it('fetches an address that is pasted anywhere but into a field', async () => {
  const element = await mount('cam-lens-dropzone');
  const pictures = fetchedBy(element);
  const field = document.createElement('input');
  element.after(field);
  paste('https://pictures.example/none.png', field);
  field.remove();
  paste('see https://pictures.example/none.png');
  paste('  https://pictures.example/a%20dog.png\n');
  await shows(element, () => expect(pictures).toHaveLength(1));
  expect(asked.map(([address]) => address)).toEqual(['https://pictures.example/a%20dog.png']);
});

it('fetches another address that is pasted when the first one fails', async () => {
  const element = await mount('cam-lens-dropzone');
  const pictures = fetchedBy(element);
  paste('https://pictures.example/none.png');
  const dialog = inside(element, 'cam-lens-url-dialog');
  await shows(element, () => expect(dialog.shadowRoot!.querySelector('[role=alert]')).not.toBeNull());
  const field = insideA(HTMLInputElement, dialog, 'input');
  expect(dialog.shadowRoot!.activeElement).toBe(field);
  paste('https://pictures.example/a%20dog.png');
  await shows(element, () => expect(pictures).toHaveLength(1));
});

it('ends a download that is cancelled, and says nothing of it', async () => {
  const element = await mount('cam-lens-dropzone');
  const pictures = fetchedBy(element);
  let answer: () => void = () => undefined;
  answers['https://pictures.example/slow.png'] = () =>
    new Promise((resolve) => (answer = () => resolve(new Response(photo))));
  paste('https://pictures.example/slow.png');
  const status = (): string => textOf(inside(element, 'cam-lens-url-dialog', '[role=status]'));
  await shows(element, () => expect(status()).toBe('Fetching the photo …'));
  dialogOf(element, 'url').close();
  await shows(element, () => expect([status(), asked[0]![1].signal?.aborted]).toEqual(['', true]));
  // It comes all the same.
  answer();
  press(element, '[data-open=web]');
  await shows(element, () => expect(dialogOf(element, 'url').open).toBe(true));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(inside(element, 'cam-lens-url-dialog').shadowRoot!.querySelector('[role=alert]')).toBeNull();
  expect(insideA(HTMLInputElement, element, 'cam-lens-url-dialog', 'input').value).toBe('');
  element.remove();
  expect(pictures).toEqual([]);
});

/** A camera that sees green. */
function greenCamera(): MediaStream {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 64, height: 48 });
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#00ff00';
  context.fillRect(0, 0, 64, 48);
  const stream = canvas.captureStream(10);
  const timer = setInterval(() => {
    context.fillRect(0, 0, 64, 48);
    if (!stream.active) clearInterval(timer);
  }, 50);
  return stream;
}

it('takes a photo with the camera, which runs no longer than its dialog', async () => {
  const element = await mount('cam-lens-dropzone');
  const given = heard<{ files: File[] }>(element, 'cam-lens-files');
  const streams: MediaStream[] = [];
  cameras.mockImplementation(async () => {
    streams.push(greenCamera());
    return streams.at(-1)!;
  });
  press(element, '[data-open=camera]');
  const take = (): HTMLElement => inside(element, 'cam-lens-camera-dialog', '.main');
  await shows(element, () => expect(take().matches(':disabled')).toBe(false));
  press(element, 'cam-lens-camera-dialog', '.buttons > :last-child');
  await shows(element, () => expect([take().matches(':disabled'), streams.length]).toEqual([false, 2]));
  expect(cameras.mock.calls).toMatchObject([
    [{ video: { facingMode: 'environment' } }],
    [{ video: { facingMode: 'user' } }],
  ]);
  expect(streams.map(({ active }) => active)).toEqual([false, true]);
  take().click();
  await eventually(() => expect(given).toHaveLength(1));
  await shows(element, () => expect(dialogOf(element, 'camera').open).toBe(false));
  expect(streams.map(({ active }) => active)).toEqual([false, false]);
  const [file] = given[0]!.files;
  expect([file!.name, file!.type]).toEqual(['photo.png', 'image/png']);
  const bitmap = await createImageBitmap(file!);
  expect([bitmap.width, bitmap.height]).toEqual([64, 48]);
  const context = new OffscreenCanvas(64, 48).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const [red, green, blue] = context.getImageData(32, 24, 1, 1).data;
  expect(green).toBeGreaterThan(200);
  expect(Math.max(red!, blue!)).toBeLessThan(60);
});

it('says that the camera is denied, tries again, and stops it when it is removed', async () => {
  const element = await mount('cam-lens-dropzone');
  cameras.mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
  press(element, '[data-open=camera]');
  const alert = (): string => textOf(inside(element, 'cam-lens-camera-dialog', '[role=alert]'));
  await shows(element, () => expect(alert()).toContain('The camera was not allowed'));
  const stream = greenCamera();
  cameras.mockResolvedValueOnce(stream);
  press(element, 'cam-lens-camera-dialog', '.buttons > :last-child');
  const take = (): HTMLElement => inside(element, 'cam-lens-camera-dialog', '.main');
  await shows(element, () => expect(take().matches(':disabled')).toBe(false));
  element.remove();
  expect(stream.active).toBe(false);
});

it('stops a camera that is allowed only after the dialog was closed', async () => {
  const element = await mount('cam-lens-dropzone');
  let allow: (stream: MediaStream) => void = () => undefined;
  cameras.mockReturnValueOnce(new Promise((resolve) => (allow = resolve)));
  press(element, '[data-open=camera]');
  await shows(element, () => expect(cameras).toHaveBeenCalledOnce());
  dialogOf(element, 'camera').close();
  const stream = greenCamera();
  allow(stream);
  await eventually(() => expect(stream.active).toBe(false));
});
