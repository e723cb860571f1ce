import { describe, expect, it } from 'vitest';
import { LensController } from '../../../src/ui/explain/lens-controller.ts';
import { eventually } from '../../support/eventually.ts';
import { badSource, host, loaded, source } from '../support/controller.ts';
import { FakeLens, fakeBox } from '../support/fake-lens.ts';
import { hold } from '../support/mount.ts';

describe('opening a picture', () => {
  it('explains the predicted class by CAM and Grad-CAM and paints both views', async () => {
    const { controller, lens, settled } = await loaded();
    await controller.show(await source('a.png'));
    await settled();
    expect(lens.calls.open).toEqual(['a.png']);
    expect(lens.calls.explain.map(({ choice }) => choice)).toEqual([
      {
        methods: ['cam', 'grad-cam'],
        conventions: ['paper'],
        refine: 'none',
        layers: ['layer4'],
        class: 'predicted',
        threshold: 0.15,
        timed: true,
        keep: false,
      },
    ]);
    expect(controller.state.settings).toMatchObject({ method: 'grad-cam', layer: 'layer4' });
    expect(controller.state.picture?.size).toEqual({ width: 40, height: 30 });
    expect(lens.calls.paint.map(({ show, method, width, height }) => [show, method, width, height])).toEqual([
      ['heatmap', 'grad-cam', 20, 15],
      ['blend', 'grad-cam', 20, 15],
    ]);
  });

  it('shows the original before the network has loaded, and explains it then', async () => {
    const controller = new LensController(host, { onProblem: () => undefined });
    controller.hostConnected();
    await controller.show(await source('a.png'));
    expect(controller.state.picture?.original?.width).toBe(40);
    const lens = new FakeLens();
    await controller.load(async () => lens);
    await eventually(() => expect(controller.state.picture?.explained?.classes[0]?.name).toBe('German shepherd'));
  });

  it('drops the answer for a picture that is no longer shown, and closes it', async () => {
    const { promise, end } = hold();
    const { controller, lens } = await loaded({ wait: () => promise });
    await controller.show(await source('a.png'));
    await controller.show(await source('b.png'));
    await controller.show(await source('c.png'));
    end();
    await eventually(() => expect(controller.state.picture?.explained).toBeDefined());
    expect(controller.state.picture?.source.name).toBe('c.png');
    expect(lens.calls.open).toEqual(['a.png', 'c.png']);
    expect(lens.calls.explain.map(({ id }) => id)).toEqual([controller.state.picture?.id]);
    await eventually(() => expect(lens.calls.close).toEqual([1]));
  });

  it('closes a picture when the next one is explained', async () => {
    const { controller, lens, settled } = await loaded();
    await controller.show(await source('a.png'));
    await settled();
    await controller.show(await source('b.png'));
    await settled();
    expect(lens.calls.close).toEqual([1]);
  });

  it('returns to the explained picture at once when the next is given up', async () => {
    const { controller, lens, settled } = await loaded();
    const first = await source('a.png');
    await controller.show(first);
    await settled();
    const next = controller.show(await source('b.png'));
    await controller.show(first);
    await next;
    await settled();
    expect(controller.state.picture?.source.name).toBe('a.png');
    expect(lens.calls.explain.filter(({ id }) => id === 1)).toHaveLength(1);
    expect(lens.calls.close).not.toContain(1);
  });

  it('names a bad picture and stays with the good one', async () => {
    const { controller, problems, settled } = await loaded();
    await controller.show(await source('a.png'));
    await settled();
    await controller.show(badSource('letter.jpg'));
    expect(problems).toEqual(['letter.jpg is not a picture that can be read.']);
    expect(controller.state.picture?.source.name).toBe('a.png');
    expect(controller.state.selected).toBe('a.png');
    expect(controller.state.picture?.explained?.explanations).toHaveLength(2);
  });

  it('says why the network could not be loaded, and loads it at the next try', async () => {
    const { controller } = await loaded();
    await controller.load(async () => {
      throw new Error('The model is not there.');
    });
    expect(controller.state.failure).toBe('The model is not there.');
    await controller.load(async () => new FakeLens());
    expect(controller.state.failure).toBeUndefined();
  });
});

describe('turning controls', () => {
  it('locates at the first and the last of ten fast thresholds, and keeps the last', async () => {
    const { controller, lens, settled } = await loaded({ wait: 20 });
    await controller.show(await source('a.png'));
    await settled();
    await lens.idle();
    const before = lens.calls.paint.length;
    for (let step = 1; step <= 10; step++) controller.change({ threshold: (20 + step) / 100 });
    const box = () =>
      controller.state.picture?.explained?.explanations.find(({ method }) => method === 'grad-cam')?.box;
    await eventually(() => expect(box()).toEqual(fakeBox('grad-cam', 0.3, { width: 40, height: 30 })));
    await lens.idle();
    expect(lens.calls.locate).toEqual([0.21, 0.3]);
    expect(lens.calls.explain).toHaveLength(1);
    expect(lens.calls.paint).toHaveLength(before);
  });

  it('repaints only what a control changes, without the network', async () => {
    const { controller, lens, settled } = await loaded();
    await controller.show(await source('a.png'));
    await settled();
    const painted = async (change: Parameters<typeof controller.change>[0]) => {
      await lens.idle();
      const before = lens.calls.paint.length;
      controller.change(change);
      await lens.idle();
      return lens.calls.paint
        .slice(before)
        .map(({ show, method, colourMap, opacity }) => [show, method, colourMap, opacity]);
    };
    expect(await painted({ opacity: 0.7 })).toEqual([['blend', 'grad-cam', 'viridis', 0.7]]);
    expect(await painted({ colourMap: 'turbo' })).toEqual([
      ['heatmap', 'grad-cam', 'turbo', 0.7],
      ['blend', 'grad-cam', 'turbo', 0.7],
    ]);
    expect(await painted({ method: 'cam' })).toEqual([
      ['heatmap', 'cam', 'turbo', 0.7],
      ['blend', 'cam', 'turbo', 0.7],
    ]);
    expect(lens.calls.explain).toHaveLength(1);
    expect(lens.calls.locate).toHaveLength(0);
  });

  it('runs the network for another class and for a method not explained yet', async () => {
    const { controller, lens, settled } = await loaded();
    await controller.show(await source('a.png'));
    await settled();
    controller.change({ class: 225 });
    await eventually(() => expect(controller.state.picture?.explained?.explanations[0]?.class.name).toBe('malinois'));
    controller.change({ method: 'guided-backprop' });
    await eventually(() => expect(controller.state.picture?.explained?.explanations).toHaveLength(3));
    expect(lens.calls.explain.map(({ choice }) => [choice.class, choice.methods, choice.keep])).toEqual([
      ['predicted', ['cam', 'grad-cam'], false],
      [225, ['cam', 'grad-cam'], false],
      [225, ['guided-backprop'], true],
    ]);
  });

  it('catches up with a threshold that moved while the network ran', async () => {
    const [opening, explaining] = [hold(), hold()];
    const waits = [opening.promise, explaining.promise];
    const { controller, lens } = await loaded({ wait: async () => waits.shift() });
    await controller.show(await source('a.png'));
    opening.end();
    await eventually(() => expect(lens.calls.explain).toHaveLength(1));
    controller.change({ threshold: 0.4 });
    explaining.end();
    await eventually(() => expect(controller.state.picture?.explained?.explanations[0]?.threshold).toBe(0.4));
    await lens.idle();
    expect(lens.calls).toMatchObject({ explain: [{ choice: { threshold: 0.15 } }], locate: [0.4] });
  });

  it('explains the prediction again for the next picture', async () => {
    const { controller, lens, settled } = await loaded();
    await controller.show(await source('a.png'));
    await settled();
    controller.change({ class: 225 });
    await controller.show(await source('b.png'));
    await settled();
    expect(lens.calls.explain.at(-1)?.choice.class).toBe('predicted');
  });
});

it('ends the Lens with the page', async () => {
  const { controller, lens } = await loaded();
  controller.hostDisconnected();
  expect(lens.destroyed).toBe(true);
  expect(controller.state.lens).toBeUndefined();
});

describe('leaving the page and coming back', () => {
  it('explains again although the network ran when it left', async () => {
    const { promise } = hold();
    const { controller, problems, settled } = await loaded({ wait: () => promise });
    await controller.show(await source('a.png'));
    expect(controller.state.work).toBeDefined();
    controller.hostDisconnected();
    expect(controller.state.work).toBeUndefined();
    controller.hostConnected();
    const lens = new FakeLens();
    await controller.load(async () => lens);
    await controller.show(await source('a.png'));
    await settled();
    expect(lens.calls.explain).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it('takes nothing from the Lens it had before', async () => {
    const { promise, end } = hold();
    const { controller, lens: before, problems } = await loaded({ wait: () => promise });
    await controller.show(await source('a.png'));
    controller.hostDisconnected();
    controller.hostConnected();
    const later = hold();
    const lens = new FakeLens({ wait: () => later.promise });
    await controller.load(async () => lens);
    await controller.show(await source('a.png'));
    end();
    await before.idle();
    later.end();
    await eventually(() => expect(controller.state.picture?.explained).toBeDefined());
    expect(before.calls).toMatchObject({ open: ['a.png'], explain: [], close: [] });
    expect(lens.calls.open).toEqual(['a.png']);
    expect(problems).toEqual([]);
  });

  it('keeps one Lens when it moves while it loads, and ends the other', async () => {
    const { controller } = await loaded();
    controller.hostDisconnected();
    controller.hostConnected();
    const { promise, end } = hold();
    const [first, second] = [new FakeLens(), new FakeLens()];
    const firstLoad = controller.load(async ({ onProgress }) => {
      await promise;
      onProgress?.({ step: 'ready', message: 'the first' });
      return first;
    });
    controller.hostDisconnected();
    controller.hostConnected();
    await controller.load(async () => second);
    end();
    await firstLoad;
    expect(controller.state.lens).toBe(second);
    expect([first.destroyed, second.destroyed]).toEqual([true, false]);
    expect(controller.state.progress).toBeUndefined();
  });

  it('does not tell that loading failed for a page it has left', async () => {
    const { controller } = await loaded();
    controller.hostDisconnected();
    controller.hostConnected();
    const load = controller.load(() => Promise.reject(new Error('no')));
    controller.hostDisconnected();
    await load;
    expect(controller.state.failure).toBeUndefined();
  });
});

describe('a lost device', () => {
  const uses = {
    explain: (controller: LensController) => controller.change({ class: 225 }),
    locate: (controller: LensController) => controller.change({ threshold: 0.4 }),
    paint: (controller: LensController) => controller.change({ opacity: 0.7 }),
    paintFull: async (controller: LensController) => expect(await controller.paintFull()).toBeUndefined(),
  };

  it.each(Object.entries(uses))(
    'noticed by %s ends the Lens, and the next one explains the picture',
    async (_, use) => {
      const { controller, lens, problems, settled } = await loaded();
      await controller.show(await source('a.png'));
      await settled();
      controller.change({ method: 'cam' });
      // What is still in flight would notice the loss before this use does.
      await lens.idle();
      lens.deviceLost = true;
      await use(controller);
      await eventually(() => expect(controller.state.failure).toMatch(/^The graphics device was lost/));
      expect(controller.state).toMatchObject({ lens: undefined, work: undefined, selected: 'a.png' });
      expect(controller.state.picture).not.toHaveProperty('explained');
      expect(lens.destroyed).toBe(true);
      const next = new FakeLens();
      await controller.load(async () => next);
      await settled();
      expect(controller.state.failure).toBeUndefined();
      expect(next.calls.open).toEqual(['a.png']);
      expect(controller.state.settings.method).toBe('cam');
      expect(problems).toEqual([]);
    },
  );
});
