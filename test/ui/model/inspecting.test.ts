/** The page's side, with a worker whose answers the test decides. */
import type { ReactiveControllerHost } from 'lit';
import { describe, expect, it } from 'vitest';
import { CamLensError } from '../../../src/errors.ts';
import type { PictureSource } from '../../../src/ui/shared/picture-source.ts';
import { Inspecting } from '../../../src/ui/model/inspecting.ts';
import type { ModelFacts, PictureFacts, ShownChannels } from '../../../src/ui/model/model-protocol.ts';
import type { Inspector, StartInspector } from '../../../src/ui/model/start-inspector.ts';

const facts = { defaultLayer: 'last', classes: ['ant', 'bee', 'cat'], layers: [], notes: [] } as unknown as ModelFacts;
const factsOf = (name: string): PictureFacts => ({ statistics: new Map(), classes: [], target: { name } }) as never;
const host = { addController: () => undefined, requestUpdate: () => undefined } as unknown as ReactiveControllerHost;
const source = (name: string): PictureSource => ({ key: name, name, truths: [], load: async () => new Blob() });
const failed = (what: string): Promise<never> => Promise.reject(new CamLensError('gpu-failed', what));
/** After everything that is ready. */
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

interface Answers {
  look: Inspector['look'];
  show: Inspector['show'];
  write: Inspector['write'];
}

/** A page with a model; every call answers at once, unless the test says otherwise. */
async function page(): Promise<{ inspecting: Inspecting; answers: Answers; start: StartInspector }> {
  let open = '';
  const answers: Answers = {
    look: async (_, picture) => factsOf((open = picture?.name ?? open)),
    show: async (choice) => ({ ...choice, tiles: [] }) as unknown as ShownChannels,
    write: async () => ({ name: 'file', blob: new Blob() }),
  };
  const start: StartInspector = async () => ({
    ...{ facts, end: () => undefined },
    look: (...given) => answers.look(...given),
    show: (...given) => answers.show(...given),
    write: (...given) => answers.write(...given),
  });
  const inspecting = new Inspecting(host);
  await inspecting.load(start, '');
  return { inspecting, answers, start };
}

describe('a picture that cannot be looked at', () => {
  it('leaves picture and class as they are shown, and can be tried again', async () => {
    const { inspecting, answers } = await page();
    const [a, b] = [source('a'), source('b')];
    inspecting.look(a);
    await later();
    inspecting.explain(2);
    await later();
    const { look } = answers;
    answers.look = () => failed('Not now.');
    inspecting.look(b);
    expect(inspecting.source).toBe(b);
    await later();
    expect(inspecting).toMatchObject({ source: a, target: 2, fault: 'Not now.', picture: { target: { name: 'a' } } });
    answers.look = look;
    inspecting.look(b);
    await later();
    expect(inspecting).toMatchObject({ source: b, target: 'predicted', picture: { target: { name: 'b' } } });
  });

  it('is not chosen any more if it is the first', async () => {
    const { inspecting, answers } = await page();
    answers.look = () => failed('Not now.');
    inspecting.look(source('a'));
    await later();
    expect(inspecting).toMatchObject({ source: undefined, target: 'predicted', fault: 'Not now.' });
  });

  it('does not take back what was chosen meanwhile', async () => {
    const { inspecting, answers } = await page();
    const { look } = answers;
    answers.look = (target, picture) => (picture?.name === 'b' ? failed('Not now.') : look(target, picture));
    inspecting.look(source('a'));
    await later();
    inspecting.look(source('b'));
    const c = source('c');
    inspecting.look(c);
    await later();
    expect(inspecting).toMatchObject({ source: c, picture: { target: { name: 'c' } } });
  });

  it('leaves a class that fails at the one that is shown', async () => {
    const { inspecting, answers } = await page();
    inspecting.look(source('a'));
    await later();
    answers.look = () => failed('Not now.');
    inspecting.explain(1);
    await later();
    expect(inspecting.target).toBe('predicted');
  });
});

describe('the channels', () => {
  it('of a refused layer are not those of the one before: the refusal is in their place', async () => {
    const { inspecting, answers } = await page();
    inspecting.look(source('a'));
    await later();
    expect(inspecting.shown?.layer).toBe('last');
    const { show } = answers;
    answers.show = () => failed('Too large.');
    inspecting.choose({ layer: 'stem' });
    expect(inspecting.isStale).toBe(true);
    await later();
    expect(inspecting).toMatchObject({ choice: { layer: 'stem' }, shown: undefined, refusal: 'Too large.' });
    answers.show = show;
    inspecting.choose({ layer: 'last' });
    expect(inspecting.refusal).toBeUndefined();
    await later();
    expect(inspecting).toMatchObject({ shown: { layer: 'last' }, isStale: false });
  });

  it('are stale until those of the chosen picture and kind are there', async () => {
    const { inspecting, answers } = await page();
    inspecting.look(source('a'));
    await later();
    expect(inspecting.isStale).toBe(false);
    const { show } = answers;
    const waiting: (() => void)[] = [];
    answers.show = async (choice) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return show(choice);
    };
    inspecting.look(source('b'));
    await later();
    expect(inspecting).toMatchObject({ picture: { target: { name: 'b' } }, isStale: true, work: 'Reading the layer' });
    waiting.pop()!();
    await later();
    expect(inspecting.isStale).toBe(false);
    inspecting.choose({ kind: 'gradients' });
    expect(inspecting.isStale).toBe(true);
  });
});

describe('a model', () => {
  it('that takes the place of another begins with the predicted class', async () => {
    const { inspecting, start } = await page();
    inspecting.look(source('a'));
    inspecting.explain(2);
    await later();
    const asked: unknown[] = [];
    await inspecting.load(async (...given) => {
      const inspector = await start(...given);
      return { ...inspector, look: async (target) => (asked.push(target), factsOf('a')) };
    }, '');
    await later();
    expect([inspecting.target, ...asked]).toEqual(['predicted', 'predicted']);
  });

  it('that is still loading ends when the page is removed, or another is loaded', async () => {
    const { inspecting, start } = await page();
    const signals: AbortSignal[] = [];
    const never: StartInspector = (_, __, signal) => {
      signals.push(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))));
    };
    const first = inspecting.load(never, '');
    const second = inspecting.load(never, '');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    inspecting.hostDisconnected();
    expect(signals[1]!.aborted).toBe(true);
    expect([await first, await second, inspecting.fault]).toEqual([false, false, undefined]);
    expect(await inspecting.load(start, '')).toBe(true);
  });
});

it('work goes on until the last task has ended', async () => {
  const { inspecting, answers } = await page();
  let written: () => void = () => undefined;
  answers.write = async () => {
    await new Promise<void>((resolve) => (written = resolve));
    return { name: 'file', blob: new Blob() };
  };
  const writing = inspecting.write();
  expect(inspecting.work).toBe('Writing the file');
  inspecting.look(source('a'));
  expect(inspecting.work).toBe('Running the network');
  await later();
  expect(inspecting.work).toBe('Writing the file');
  written();
  await writing;
  expect(inspecting.work).toBe('');
});
