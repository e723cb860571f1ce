/** A camera and a video, explained, with a small network, stages on the CPU. */
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import '../../../src/ui/embed/cam-lens-live.define.ts';
import type { CamLensLive } from '../../../src/ui/embed/cam-lens-live.ts';
import { describeError } from '../../../src/errors.ts';
import type { CamLensEvents } from '../../../src/ui/shared/events.ts';
import { eventually } from '../../support/eventually.ts';
import { tinyClasses, tinyModel } from '../../support/tiny-model.ts';
import { held } from '../support/held.ts';
import { heard, inside, mount, shows, textOf } from '../support/mount.ts';

const { bytes, description } = tinyModel();
const file = URL.createObjectURL(new Blob([bytes]));
const described = { ...description, sha256: undefined, file, classes: tinyClasses };
const model = URL.createObjectURL(new Blob([JSON.stringify(described)], { type: 'application/json' }));

const cameras = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
const streams: MediaStream[] = [];
beforeEach(() => {
  const ask = cameras.getMockImplementation();
  cameras.mockReset();
  if (ask !== undefined) cameras.mockImplementation(ask);
});

const settings: Partial<CamLensLive> = { model, backend: 'cpu', maxRate: 100 };
type Explained = Required<CamLensEvents['cam-lens-explain']>;
const explained = (element: Element): Explained[] => heard<Explained>(element, 'cam-lens-explain');
const states = (stream: MediaStream | null): unknown[] => stream?.getTracks().map(({ readyState }) => readyState) ?? [];
const videoOf = (element: Element): HTMLVideoElement => inside(element, 'video') as HTMLVideoElement;
const statusOf = (element: Element): string => textOf(inside(element, '[role=status]'));
const middle = (element: Element): readonly number[] => {
  const canvas = inside(element, 'canvas') as HTMLCanvasElement;
  return [...canvas.getContext('2d')!.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data];
};

/** In place of the camera: a canvas of one colour, which `paint` changes. */
function paintedCamera(): { readonly stream: MediaStream; readonly paint: (colour: string) => void } {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
  const context = canvas.getContext('2d')!;
  let colour = 'white';
  const timer = setInterval(() => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 64, 48);
  }, 20);
  onTestFinished(() => clearInterval(timer));
  const stream = canvas.captureStream(50);
  streams.push(stream);
  cameras.mockResolvedValueOnce(stream);
  return { stream, paint: (next) => (colour = next) };
}

it('asks for the camera only when its button is pressed; explains frames, drops the others, and ends with its removal', async () => {
  const element = await mount('cam-lens-live', { ...settings, autoplay: true });
  const [loads, explains, errors] = [
    heard<unknown>(element, 'cam-lens-load'),
    explained(element),
    heard<unknown>(element, 'cam-lens-error'),
  ];
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(cameras).not.toHaveBeenCalled();
  const button = inside(element, '#turn');
  expect(textOf(button)).toBe('Start the camera');
  button.focus();
  expect(element.shadowRoot?.activeElement).toBe(button);
  button.click();
  await eventually(() => expect(explains.length).toBeGreaterThan(4));
  expect([loads, errors]).toEqual([[{ width: 640, height: 480 }], []]);
  expect(explains.slice(0, 4).map(({ frames }) => frames.shown)).toEqual([1, 2, 3, 4]);
  const dropped = explains.map(({ frames }) => frames.dropped);
  expect([...dropped].sort((a, b) => a - b)).toEqual(dropped);
  await shows(element, () => {
    expect(textOf(button)).toBe('Stop');
    expect(statusOf(element)).toMatch(/^(ant|bee|cat|dog|eel), [<>]?\s?\d+\s%; (evidence|no evidence) /);
    expect(inside(element, 'canvas').checkVisibility()).toBe(true);
  });
  const stream = videoOf(element).srcObject as MediaStream;
  expect(states(stream)).toEqual(['live']);
  element.remove();
  expect([states(stream), videoOf(element).srcObject]).toEqual([['ended'], null]);
  const { length } = explains;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(explains).toHaveLength(length);
});

it('shows the very frame that was explained', async () => {
  const { paint } = paintedCamera();
  const element = await mount('cam-lens-live', { ...settings, opacity: 0 });
  paint('#ff0000');
  await element.start();
  const isRed = ([red = 0, green = 255, blue = 255]: readonly number[]) => red > 200 && green < 60 && blue < 60;
  await shows(element, () => expect(middle(element)).toSatisfy(isRed));
  const explains = explained(element);
  paint('#0000ff');
  await eventually(() => expect(explains.length).toBeGreaterThan(3));
  await shows(element, () => expect(middle(element)[2]).toBeGreaterThan(200));
  // With its colours opaque, nothing of the frame is left.
  element.opacity = 1;
  await shows(element, () => expect(middle(element)[2]).toBeLessThan(200));
  element.stop();
});

it('keeps no frame: every bitmap is closed, every picture of the Lens too', async () => {
  const bitmaps: ImageBitmap[] = [];
  const makes = vi.spyOn(globalThis, 'createImageBitmap').mockImplementation(async (...given: unknown[]) => {
    const made = await (makeBitmap as (...all: unknown[]) => Promise<ImageBitmap>)(...given);
    bitmaps.push(made);
    return made;
  });
  const draws = vi.spyOn(CanvasRenderingContext2D.prototype, 'drawImage');
  const calls = vi.spyOn(Worker.prototype, 'postMessage');
  const ends = vi.spyOn(Worker.prototype, 'terminate');
  onTestFinished(() => [makes, draws, calls, ends].forEach((spy) => spy.mockRestore()));
  const element = await mount('cam-lens-live', settings);
  const explains = explained(element);
  await element.start();
  await eventually(() => expect(explains.length).toBeGreaterThan(20));
  element.stop();
  const named = (name: string): number =>
    calls.mock.calls.filter(([message]) => (message as { path?: readonly string[] }).path?.[0] === name).length;
  await eventually(() => {
    const painted = draws.mock.calls.map(([bitmap]) => (bitmap as ImageBitmap).width);
    expect(painted.length).toBeGreaterThanOrEqual(20);
    expect([...painted, ...bitmaps.map(({ width }) => width)].filter((width) => width !== 0)).toEqual([]);
    // The last one may go with its worker.
    expect(named('open') - named('close')).toBeLessThanOrEqual(ends.mock.calls.length);
  });
  expect(bitmaps.length).toBeGreaterThanOrEqual(20);
});
const makeBitmap = globalThis.createImageBitmap.bind(globalThis);

it.each([
  ['at once', undefined],
  ['while the network loads', 'cam-lens-progress'],
  ['when the camera plays', 'cam-lens-load'],
  ['when frames are explained', 'cam-lens-explain'],
])('leaves nothing behind when it is removed %s, and then asked again', async (_, moment) => {
  // The worker of the previous test ends in a moment; an element that starts before that shares it, loaded as it is.
  await eventually(() => expect(held().workers).toEqual([]));
  const before = held();
  const element = await mount('cam-lens-live', settings);
  const isTime = moment && new Promise((resolve) => element.addEventListener(moment, resolve, { once: true }));
  element.maxRate = 50;
  const started = element.start().catch((error: unknown) => describeError(error).code);
  await isTime;
  if (moment === 'cam-lens-explain') expect(held()).toMatchObject({ workers: ['cam-lens'], tracks: 1 });
  element.remove();
  expect([undefined, 'stopped']).toContain(await started);
  await eventually(() => expect(held()).toEqual(before));
  // Out of the document it starts nothing, by itself neither.
  cameras.mockClear();
  Object.assign(element, { src: 'video.webm', autoplay: true });
  await element.updateComplete;
  element.src = '';
  await expect(element.start()).rejects.toMatchObject({ code: 'stopped' });
  expect(cameras).not.toHaveBeenCalled();
  expect(held()).toEqual(before);
});

it('starts nothing when it is stopped before it has taken over its properties', async () => {
  const element = await mount('cam-lens-live', settings);
  element.maxRate = 50;
  const started = element.start();
  element.stop();
  await expect(started).rejects.toMatchObject({ code: 'stopped' });
  expect(cameras).not.toHaveBeenCalled();
});

it('pauses out of view, and goes on when it is back', async () => {
  const spacer = document.createElement('div');
  spacer.style.height = '5000px';
  paintedCamera();
  const element = await mount('cam-lens-live', settings);
  const explains = explained(element);
  await element.start();
  await eventually(() => expect(explains.length).toBeGreaterThan(1));
  element.before(spacer);
  onTestFinished(() => spacer.remove());
  window.scrollTo(0, 0);
  await eventually(() => expect(videoOf(element).paused).toBe(true));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { length } = explains;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect([explains.length, states(videoOf(element).srcObject as MediaStream)]).toEqual([length, ['live']]);
  element.scrollIntoView();
  await eventually(() => expect(explains.length).toBeGreaterThan(length));
  window.scrollTo(0, 0);
});

it('says what is wrong with the camera, a video or a setting, and starts again', async () => {
  const element = await mount('cam-lens-live', settings);
  const errors = heard<CamLensEvents['cam-lens-error']>(element, 'cam-lens-error');
  cameras.mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
  await expect(element.start()).rejects.toMatchObject({ code: 'camera-denied' });
  await shows(element, () =>
    expect(textOf(inside(element, '[role=alert]'))).toMatch(/^The camera was not allowed.* Try again$/),
  );
  const { stream } = paintedCamera();
  element.method = 'tea-leaves';
  await element.start();
  await eventually(() => expect(errors.map(({ code }) => code)).toEqual(['camera-denied', 'unknown-method']));
  expect(states(stream)).toEqual(['ended']);
  element.method = 'cam';
  element.src = URL.createObjectURL(new Blob(['no video'], { type: 'video/webm' }));
  await expect(element.start()).rejects.toMatchObject({ code: 'video-unreadable' });
  element.src = '';
  paintedCamera();
  const explains = explained(element);
  inside(element, '[role=alert] button').click();
  await eventually(() => expect(explains.length).toBeGreaterThan(0));
  expect(element.shadowRoot?.querySelector('[role=alert]')).toBeNull();
  element.stop();
});

it('ends the camera even if it is stopped while its user is asked', async () => {
  const { stream } = paintedCamera();
  const element = await mount('cam-lens-live', settings);
  const start = element.start();
  await eventually(() => expect(cameras).toHaveBeenCalledOnce());
  element.stop();
  await expect(start).rejects.toMatchObject({ code: 'stopped' });
  await eventually(() => expect(states(stream)).toEqual(['ended']));
  expect(textOf(inside(element, '#turn'))).toBe('Start the camera');
});

it('plays a video by itself only with autoplay, and stops at its end', async () => {
  const { stream } = paintedCamera();
  cameras.mockReset();
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm' });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const isDone = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, 700));
  recorder.stop();
  await isDone;
  const src = URL.createObjectURL(new Blob(parts, { type: 'video/webm' }));
  onTestFinished(() => URL.revokeObjectURL(src));
  const element = await mount('cam-lens-live', { ...settings, src });
  expect(textOf(inside(element, '#turn'))).toBe('Play and explain');
  const [loads, explains] = [heard<unknown>(element, 'cam-lens-load'), explained(element)];
  element.autoplay = true;
  await eventually(() => expect(loads).toEqual([{ width: 64, height: 48 }]));
  // It plays once the network is there, and its last frame is explained to the end.
  await eventually(() => expect(explains.length).toBeGreaterThan(0));
  await shows(element, () => expect(textOf(inside(element, '#turn'))).toBe('Play and explain'));
  const { length } = explains;
  await element.start();
  await eventually(() => expect(explains.length).toBeGreaterThan(length));
});
