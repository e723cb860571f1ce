import { describe, expect, it } from 'vitest';
import { contrast } from '../../../src/ui/explain/target-words.ts';
import { eventually } from '../../support/eventually.ts';
import { loaded, source } from '../support/controller.ts';
import type { FakeLens } from '../support/fake-lens.ts';
import { hold } from '../support/mount.ts';

const asked = (lens: FakeLens) =>
  lens.calls.explain.map(({ choice }) => `${choice.methods.join()} at ${choice.layers.join()}`);

async function explained(options: Parameters<typeof loaded>[0] = {}) {
  const all = await loaded(options);
  await all.controller.show(await source('a.png'));
  await all.settled();
  await all.lens.idle();
  return all;
}

describe('another layer', () => {
  it('is explained by the methods that are possible there, and only once', async () => {
    const { controller, lens } = await explained();
    controller.change({ method: 'cam' });
    controller.change({ layer: 'layer2' });
    expect(controller.state.settings.method).toBe('grad-cam');
    await eventually(() => expect(controller.state.picture?.explained?.explanations).toHaveLength(3));
    await lens.idle();
    controller.change({ layer: 'layer4' });
    controller.change({ layer: 'layer2' });
    await lens.idle();
    expect(asked(lens)).toEqual(['cam,grad-cam at layer4', 'grad-cam at layer2']);
    expect(lens.calls.paint.at(-1)).toMatchObject({ method: 'grad-cam', layer: 'layer2' });
  });

  it('does not matter to a method at the input', async () => {
    const { controller, lens } = await explained();
    controller.change({ method: 'guided-backprop', methods: ['grad-cam', 'guided-backprop'] });
    await eventually(() => expect(lens.calls.paint.at(-1)?.layer).toBe('input'));
    await lens.idle();
    controller.change({ layer: 'layer3' });
    await lens.idle();
    expect(asked(lens)).toEqual(['cam,grad-cam at layer4', 'guided-backprop at layer4', 'grad-cam at layer3']);
  });
});

describe('another convention', () => {
  it('is explained once, painted and boxed, and the first one is still there', async () => {
    const { controller, lens } = await explained();
    controller.change({ convention: 'torch-cam' });
    await eventually(() => expect(lens.calls.paint.at(-1)).toMatchObject({ convention: 'torch-cam' }));
    await lens.idle();
    expect(lens.calls.explain.map(({ choice }) => [choice.conventions, choice.keep])).toEqual([
      [['paper'], false],
      [['torch-cam'], true],
    ]);
    controller.change({ convention: 'paper' });
    await lens.idle();
    expect(lens.calls.paint.at(-1)).toMatchObject({ method: 'grad-cam', convention: 'paper' });
    expect(lens.calls.explain).toHaveLength(2);
  });
});

describe('another refinement', () => {
  it('is explained anew, at its own threshold; maps that are not refined stay plain', async () => {
    const { controller, lens } = await explained();
    controller.change({ methods: ['cam', 'grad-cam', 'guided-backprop'] });
    await lens.idle();
    controller.change({ refine: 'affinity+guided' });
    expect(controller.state.settings.threshold).toBe(0.65);
    await lens.idle();
    await eventually(() => expect(lens.calls.explain).toHaveLength(4));
    const told = lens.calls.explain.map(({ choice }) => [choice.methods.join(), choice.refine, choice.keep]);
    expect(told).toEqual([
      ['cam,grad-cam', 'none', false],
      ['guided-backprop', 'none', true],
      ['cam,grad-cam', 'affinity+guided', false],
      ['guided-backprop', 'none', true],
    ]);
    expect(lens.calls.explain.at(-1)?.choice.threshold).toBe(0.65);
    controller.change({ refine: 'none' });
    await lens.idle();
    await eventually(() => expect(lens.calls.explain).toHaveLength(5));
    expect(lens.calls.explain.at(-1)?.choice).toMatchObject({ refine: 'none', threshold: 0.15, keep: false });
  });

  it('leaves a threshold of the visitor’s own as it is', async () => {
    const { controller } = await explained();
    controller.change({ threshold: 0.3 });
    controller.change({ refine: 'affinity' });
    expect(controller.state.settings.threshold).toBe(0.3);
  });
});

describe('all methods side by side', () => {
  it('are explained when asked for, the quick ones that are possible, in one run, and painted', async () => {
    const { controller, lens } = await explained();
    const { methods } = lens.info;
    const possible = methods.filter(({ isSlow, refusals }) => !isSlow && refusals['layer4'] === undefined);
    const names = possible.map(({ name }) => name);
    controller.change({ compare: 'methods' });
    await eventually(() =>
      expect(Object.keys(controller.state.picture?.strip?.blends ?? {}).sort()).toEqual([...names].sort()),
    );
    const others = names.filter((name) => !['cam', 'grad-cam'].includes(name));
    expect(others.length).toBeGreaterThan(0);
    expect(asked(lens)).toEqual(['cam,grad-cam at layer4', `${others.join()} at layer4`]);
    expect(controller.state.picture?.strip?.name).toBe('methods layer4 paper');
    // The chips are as before, and one that is chosen needs no run.
    expect(controller.state.settings.methods).toEqual(['cam', 'grad-cam']);
    controller.change({ method: others[0]! });
    await lens.idle();
    expect(lens.calls.explain).toHaveLength(2);
    expect(controller.state.settings).toMatchObject({ compare: 'methods', method: others[0] });
  });

  it('stay when a slow one is chosen, which then runs, and is painted among them', async () => {
    const { controller, lens } = await explained();
    controller.change({ compare: 'methods' });
    await lens.idle();
    controller.change({ method: 'score-cam' });
    await eventually(() => expect(controller.state.picture?.strip?.blends).toHaveProperty('score-cam'));
    expect(asked(lens).filter((call) => call.includes('score-cam'))).toEqual(['score-cam at layer4']);
    expect(controller.state.settings.compare).toBe('methods');
  });

  it('follow the layer', async () => {
    const { controller, lens } = await explained();
    controller.change({ compare: 'methods' });
    await lens.idle();
    controller.change({ layer: 'layer2' });
    await eventually(() => expect(controller.state.picture?.strip?.name).toBe('methods layer2 paper'));
    await lens.idle();
    // Of those that are possible there.
    expect(Object.keys(controller.state.picture!.strip!.blends)).not.toContain('cam');
    expect(Object.keys(controller.state.picture!.strip!.blends)).toContain('grad-cam');
  });
});

describe('layers side by side', () => {
  it('are explained when asked for, those that are not there yet, in one run, and painted', async () => {
    const { controller, lens } = await explained();
    controller.change({ compare: 'layers' });
    await eventually(() =>
      expect(Object.keys(controller.state.picture?.strip?.blends ?? {}).sort()).toEqual([
        ...['layer2', 'layer3', 'layer4'],
      ]),
    );
    expect(asked(lens)).toEqual(['cam,grad-cam at layer4', 'grad-cam at layer2,layer3']);
    expect(controller.state.picture?.strip?.name).toBe('layers grad-cam');
    expect(controller.state.picture?.strip?.blends['layer2']?.width).toBe(40);
    controller.change({ layer: 'layer2' });
    await lens.idle();
    expect(lens.calls.explain).toHaveLength(2);
  });

  it('leave out those where the method is not possible', async () => {
    const { controller, lens } = await explained();
    controller.change({ method: 'cam', compare: 'layers' });
    await eventually(() => expect(Object.keys(controller.state.picture?.strip?.blends ?? {})).toEqual(['layer4']));
    expect(lens.calls.explain).toHaveLength(1);
  });

  it('follow the class', async () => {
    const { controller, lens } = await explained();
    controller.change({ compare: 'layers' });
    await lens.idle();
    controller.change({ class: contrast(235, 225) });
    await eventually(() => expect(controller.state.picture?.strip?.blends).toHaveProperty('layer3'));
    await lens.idle();
    expect(asked(lens).slice(2)).toEqual(['cam,grad-cam at layer4', 'grad-cam at layer2,layer3']);
    expect(controller.state.picture?.explained?.explanations.map((one) => one.class.name)).toEqual(
      Array.from({ length: 4 }, () => 'German shepherd − malinois'),
    );
  });

  it('close when a slow method is chosen, and open again when they are asked for', async () => {
    const { controller, lens } = await explained();
    controller.change({ compare: 'layers' });
    await lens.idle();
    controller.change({ method: 'score-cam' });
    expect(controller.state.settings.compare).toBe('nothing');
    await eventually(() => expect(asked(lens).at(-1)).toBe('score-cam at layer4'));
    controller.change({ compare: 'layers' });
    await eventually(() => expect(asked(lens).at(-1)).toBe('score-cam at layer2,layer3'));
  });
});

describe('a slow method', () => {
  it('runs with progress beside what is there already', async () => {
    const { promise, end } = hold();
    const { controller, lens } = await explained({ slowWait: () => promise });
    controller.change({ method: 'score-cam' });
    await eventually(() =>
      expect(controller.state.work).toMatchObject({
        ...{ fraction: 0.25, isSlow: true, message: 'Score-CAM: 16 of 64 runs of the network' },
      }),
    );
    expect(controller.state.picture?.explained?.explanations).toHaveLength(2);
    end();
    await eventually(() => expect(controller.state.picture?.paintedMethod).toBe('score-cam'));
    await lens.idle();
    expect(controller.state.work).toBeUndefined();
    expect(asked(lens)).toEqual(['cam,grad-cam at layer4', 'score-cam at layer4']);
  });

  it('that is stopped leaves what was there', async () => {
    const { controller, lens, problems } = await explained({ slowWait: () => hold().promise });
    controller.change({ method: 'cam' });
    await eventually(() => expect(controller.state.picture?.paintedMethod).toBe('cam'));
    controller.change({ method: 'score-cam' });
    await eventually(() => expect(controller.state.work?.isSlow).toBe(true));
    controller.stop();
    await eventually(() => expect(controller.state.work).toBeUndefined());
    expect(controller.state.settings.method).toBe('cam');
    expect(controller.state.picture?.explained?.explanations).toHaveLength(2);
    expect(problems).toEqual([]);
    await lens.idle();
    expect(asked(lens)).toEqual(['cam,grad-cam at layer4', 'score-cam at layer4']);
  });

  it('that is stopped gives way to a chosen method, not to one that was removed while its heatmap was still painted', async () => {
    const { controller, lens } = await explained({ slowWait: () => hold().promise });
    controller.change({ method: 'guided-backprop', methods: ['cam', 'grad-cam', 'guided-backprop'] });
    await eventually(() => expect(controller.state.picture?.paintedMethod).toBe('guided-backprop'));
    controller.change({ method: 'score-cam', methods: ['cam', 'grad-cam', 'score-cam'] });
    await eventually(() => expect(controller.state.work?.isSlow).toBe(true));
    controller.stop();
    await eventually(() => expect(controller.state.work).toBeUndefined());
    expect(controller.state.settings.method).toBe('grad-cam');
    await lens.idle();
    expect(controller.state.picture?.paintedMethod).toBe('grad-cam');
  });

  it('is ended by whatever makes it unwanted', async () => {
    const { controller, lens, settled, problems } = await explained({ slowWait: () => hold().promise });
    controller.change({ method: 'score-cam' });
    await eventually(() => expect(controller.state.work?.isSlow).toBe(true));
    controller.change({ method: 'grad-cam' });
    await eventually(() => expect(controller.state.work).toBeUndefined());
    controller.change({ method: 'score-cam' });
    await eventually(() => expect(controller.state.work?.isSlow).toBe(true));
    controller.change({ method: 'grad-cam' });
    await controller.show(await source('b.png'));
    await settled();
    await lens.idle();
    expect(controller.state.picture?.source.name).toBe('b.png');
    expect(asked(lens).slice(1)).toEqual(['score-cam at layer4', 'score-cam at layer4', 'cam,grad-cam at layer4']);
    expect(problems).toEqual([]);
  });

  it('waits for the quick ones when the class changes', async () => {
    const { controller, lens } = await explained();
    controller.change({ method: 'score-cam', methods: ['grad-cam', 'score-cam'] });
    await eventually(() => expect(controller.state.picture?.paintedMethod).toBe('score-cam'));
    await lens.idle();
    controller.change({ class: 225 });
    await eventually(() => expect(controller.state.picture?.explained?.explanations).toHaveLength(2));
    await lens.idle();
    expect(asked(lens).slice(2)).toEqual(['grad-cam at layer4', 'score-cam at layer4']);
    expect(lens.calls.explain.map(({ choice }) => choice.keep)).toEqual([false, true, false, true]);
  });
});
