/** A fake Lens for tests of the interface: answers plausibly, immediately or on command, and records every call. */
import { CamLensError } from '../../../src/errors.ts';
import type { ExplainedPicture, Lens, LensChoice, LensInfo, PaintOptions } from '../../../src/pipeline/api/lens.ts';
import type { Watch } from '../../../src/pipeline/watch.ts';
import { checkPicture } from '../../../src/pipeline/picture/header/check-picture.ts';
import { describeTarget } from '../../../src/pipeline/recipe/target.ts';
import type { Box, ClassScore, Size } from '../../../src/pipeline/types.ts';
import type { Explanation } from '../../../src/pipeline/recipe/explanation.ts';

export const classNames = Array.from({ length: 1000 }, (_, index) => `class ${index}`);
classNames[235] = 'German shepherd';
classNames[225] = 'malinois';
classNames[134] = 'crane';
classNames[517] = 'crane';

const quick = { at: 'layer', isSlow: false, refusals: {} } as const;
const early = 'It is not the last layer.';

export const fakeInfo: LensInfo = {
  backend: { network: 'wasm', stages: 'webgpu', adapter: 'SwiftShader' },
  notice: 'This machine’s GPU is a software one, so the network runs in WebAssembly.',
  model: { name: 'resnet50', title: 'ResNet-50', sha256: '0'.repeat(64) },
  normalization: { order: 'BGR', scale: 255, mean: [103.939, 116.779, 123.68], std: [1, 1, 1] },
  output: 'logits',
  methods: [
    {
      ...quick,
      refusals: { layer2: early, layer3: early },
      ...{ name: 'cam', title: 'CAM', paper: 'Zhou et al., 2015', formula: 'Σc W[c]·A[c]' },
    },
    { ...quick, name: 'grad-cam', title: 'Grad-CAM', paper: 'Selvaraju et al., 2017', formula: 'ReLU(Σc w[c]·A[c])' },
    {
      ...quick,
      at: 'input',
      name: 'guided-backprop',
      title: 'Guided backprop',
      paper: 'Springenberg et al., 2014',
      formula: '∂score/∂input',
      caution: 'It fails sanity checks: it behaves like an edge detector.',
      refineRefusal: 'Guided backprop makes no map of a layer.',
    },
    {
      ...quick,
      isSlow: true,
      name: 'score-cam',
      title: 'Score-CAM',
      paper: 'Wang et al., 2020',
      formula: 'Σc w[c]·A[c]',
    },
  ],
  layers: ['layer2', 'layer3', 'layer3.5', 'layer4'],
  mapSizes: {
    layer2: { width: 28, height: 28 },
    layer3: { width: 14, height: 14 },
    'layer3.5': { width: 14, height: 14 },
    layer4: { width: 7, height: 7 },
  },
  strip: ['layer2', 'layer3', 'layer4'],
  defaultLayer: 'layer4',
  classes: classNames,
};

const logits: readonly (readonly [index: number, logit: number, probability: number])[] = [
  [235, 15.2, 0.9412],
  [225, 12.1, 0.0423],
  [134, 8.4, 0.0101],
  [517, 5.1, 0.0009],
  [3, 4.2, 0.0002],
];

export const fakeScores: readonly ClassScore[] = logits.map(([index, logit, probability]) => {
  return { index, name: classNames[index] ?? '', logit, probability };
});

/** A method's box at a threshold: it shrinks from the whole picture as the threshold rises. */
export function fakeBox(method: string, threshold: number, { width, height }: Size): Box {
  const inset = method === 'cam' ? 0.1 : 0.15;
  const share = inset + 0.4 * threshold;
  return [share * width, share * height, (1 - share) * width, (1 - share) * height].map(Math.round) as unknown as Box;
}

export interface FakeLensOptions {
  /** Milliseconds that each call takes, or what it waits for. */
  readonly wait?: number | (() => Promise<void>);
  /** Explanations come back constant, without a box. */
  readonly empty?: boolean;
  /** What slow methods wait for besides; they end at once when they are stopped. */
  readonly slowWait?: () => Promise<void>;
  readonly info?: LensInfo;
}

export class FakeLens implements Lens {
  readonly info: LensInfo;
  readonly calls = {
    open: [] as string[],
    explain: [] as { readonly id: number; readonly choice: LensChoice }[],
    locate: [] as number[],
    paint: [] as PaintOptions[],
    close: [] as number[],
  };
  destroyed = false;
  /** From now on nothing that needs the GPU is answered. */
  deviceLost = false;

  readonly #options: FakeLensOptions;
  readonly #sizes = new Map<number, Size>();
  #last: readonly Explanation[] = [];
  #opened = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: FakeLensOptions = {}) {
    this.#options = options;
    this.info = options.info ?? fakeInfo;
  }

  open(
    file: Blob | ImageBitmap,
    name: string,
  ): Promise<{ readonly id: number; readonly width: number; readonly height: number }> {
    this.calls.open.push(name);
    return this.#answer(async () => {
      const bitmap = await createImageBitmap(file).catch(() => {
        throw new CamLensError('picture-unreadable', `${name} is not a picture that can be read.`);
      });
      const { width, height } = bitmap;
      bitmap.close();
      if (file instanceof Blob) await checkPicture(file, name);
      const id = (this.#opened += 1);
      this.#sizes.set(id, { width, height });
      return { id, width, height };
    });
  }

  explain(id: number, choice: LensChoice, { onProgress, signal }: Watch = {}): Promise<ExplainedPicture> {
    this.calls.explain.push({ id, choice });
    return this.#answer(async () => {
      this.#needDevice();
      const isSlow = this.info.methods.some(({ name, isSlow: slow }) => slow && choice.methods.includes(name));
      if (isSlow) {
        onProgress?.({ fraction: 0.25, message: 'Score-CAM: 16 of 64 runs of the network' });
        const stopped = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        if (signal?.aborted !== true) await Promise.race([stopped, this.#options.slowWait?.()]);
        if (signal?.aborted === true) throw new CamLensError('stopped', 'The explanation was stopped.');
      }
      const { index, name, weights } = describeTarget(choice.class, 235, classNames);
      const made = choice.methods.flatMap((method) => {
        const isAtInput = this.info.methods.some((one) => one.name === method && one.at === 'input');
        const [convention = 'paper'] = choice.conventions ?? [];
        return (isAtInput ? ['input'] : choice.layers).map((layer) => ({
          ...this.#explanation(id, method, index, choice.threshold),
          ...{ layer, convention, class: { index, name, ...(weights === undefined ? {} : { weights }) } },
        }));
      });
      this.#last = choice.keep === true ? [...this.#last, ...made] : made;
      const timings = {
        decode: 14.2,
        preprocess: 3.14,
        network: 412.6,
        'channel-weights': 0.4,
        upsample: 1.2,
        boxes: 2.2,
      };
      return { classes: fakeScores, explanations: this.#last, timings };
    });
  }

  locate(id: number, threshold: number): Promise<readonly Explanation[]> {
    this.calls.locate.push(threshold);
    return this.#answer(() => {
      this.#needDevice();
      this.#last = this.#last.map((one) => {
        const { layer, class: explained, method, convention } = one;
        return { ...this.#explanation(id, method, explained.index, threshold), layer, convention, class: explained };
      });
      return this.#last;
    });
  }

  paint(id: number, options: PaintOptions): Promise<ImageBitmap> {
    this.calls.paint.push(options);
    return this.#answer(() => {
      this.#needDevice();
      if (!this.#sizes.has(id)) throw new CamLensError('internal', `picture ${id} is not open`);
      const { method, layer, convention } = options;
      const isMade = this.#last.some(
        (one) => one.method === method && one.layer === layer && one.convention === (convention ?? one.convention),
      );
      if (!isMade) {
        throw new CamLensError('internal', `picture ${id} is not explained by ${method} at ${layer}`);
      }
      return paintGlow(options);
    });
  }

  close(id: number): Promise<void> {
    this.calls.close.push(id);
    return this.#answer(() => {
      this.#sizes.delete(id);
    });
  }

  destroy(): void {
    this.destroyed = true;
  }

  /** Waits until everything asked is answered, and everything that was asked because of an answer. */
  async idle(): Promise<void> {
    for (let turn: unknown; turn !== this.#turn;) {
      turn = this.#turn;
      await turn;
      // Who hears an answer asks on in the same task.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  #needDevice(): void {
    if (this.deviceLost) throw new CamLensError('device-lost', 'The GPU device was lost: gone');
  }

  /** In order, one at a time, as the real one. */
  #answer<Result>(make: () => Result | Promise<Result>): Promise<Result> {
    const answer = this.#turn.then(async () => {
      const { wait = 0 } = this.#options;
      await (typeof wait === 'function' ? wait() : new Promise((resolve) => setTimeout(resolve, wait)));
      return make();
    });
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  #explanation(id: number, method: string, index: number, threshold: number): Explanation {
    const size = this.#sizes.get(id);
    if (size === undefined) throw new CamLensError('internal', `picture ${id} is not open`);
    const empty = this.#options.empty ?? false;
    const box = empty ? null : fakeBox(method, threshold, size);
    return {
      method,
      layer: 'layer4',
      convention: 'paper',
      class: { index, name: classNames[index] ?? '' },
      map: { width: 1, height: 1, values: [1] },
      minimum: method === 'cam' && !empty ? -2.3456 : 0,
      maximum: empty ? 0 : method === 'cam' ? 34.56 : 0.7053,
      empty,
      threshold,
      box,
      boxes: box === null ? [] : [{ box, area: 1 }],
    };
  }
}

/** A bright place off the centre; opaque for a heatmap, half see-through colours stand for a blend. */
function paintGlow({ width, height, show, opacity }: PaintOptions): ImageBitmap {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2D canvas');
  const glow = context.createRadialGradient(width * 0.45, height * 0.45, 0, width * 0.45, height * 0.45, width * 0.55);
  ['#fde725', '#5ec962', '#21918c', '#3b528b', '#440154'].forEach((colour, index) =>
    glow.addColorStop(index / 4, colour),
  );
  context.globalAlpha = show === 'heatmap' ? 1 : opacity;
  context.fillStyle = glow;
  context.fillRect(0, 0, width, height);
  return canvas.transferToImageBitmap();
}
