/**
 * Pictures → explanations, as the papers tell it: run the network once, weight the activations by what the method
 * says, upsample, normalise; boxes and paintings follow from the heatmaps (explained.ts). On the GPU all of it is one
 * submit, and only boxes, ranges, logits and the small raw maps are read back.
 */
import { CamLensError } from '../errors.ts';
import type { Chain, Engine, Value } from './chain.ts';
import type { ExplainableNetwork, LayerOutputs } from './explainable-network.ts';
import { Explained, type Group, type Item, type PictureResult } from './explained.ts';
import type { ExplainChoice } from './lens.ts';
import { heatmapSize } from './locate.ts';
import { methodNamed } from './methods/index.ts';
import type { LayerValues, Method } from './methods/method.ts';
import type { NetworkTensor } from './network.ts';
import type { ModelInput, Picture, Size } from './types.ts';

export interface Explaining {
  /** The heatmaps, for other thresholds and for painting; the caller destroys it. */
  readonly explained: Explained;
  /** One per picture, in order. */
  readonly results: readonly PictureResult[];
  /** Milliseconds for the whole batch: `network`, `total`, and, where that was asked for and possible, each stage. */
  readonly timings: Readonly<Record<string, number>>;
}

/**
 * Explains a batch of pictures in one network run.
 * @throws CamLensError `unknown-method`, `unknown-layer`, `unknown-class`, `method-needs`, `bad-option`
 */
export async function explainPictures(
  engine: Engine,
  network: ExplainableNetwork,
  input: ModelInput,
  pictures: readonly Picture[],
  choice: ExplainChoice,
): Promise<Explaining> {
  const methods = choice.methods.map(methodNamed);
  network.check(methods, choice.layers);
  checkChoice(pictures, choice, network.classes.length);
  const begunMs = performance.now();
  const chain = engine.begin({ timed: choice.timed ?? false });
  try {
    const image = await forNetwork(chain, network, await chain.preprocess(pictures, input));
    const isTimed = choice.timed === true;
    if (isTimed) await network.settled();
    const fedMs = performance.now();
    const outputs = await network.run(image, targetRows(choice.class, pictures.length, network.classes.length));
    if (isTimed) await network.settled();
    const networkMs = performance.now() - fedMs;
    try {
      const layers = Object.fromEntries(
        choice.layers.map((layer) => [layer, valuesOf(chain, methods, outputs.layers[layer] ?? {})]),
      );
      const items = methods.flatMap((method) =>
        choice.layers.flatMap((layer) => {
          const map = method.map(chain, layers[layer] as LayerValues);
          return pictures.map((_, picture): Item => ({
            picture,
            method: method.name,
            layer,
            rectify: method.rectify,
            map,
          }));
        }),
      );
      const groups = groupItems(items, pictures).map((group) => heatmapsOf(chain, group, pictures));
      const { explained, results } = await Explained.create({
        ...{ engine, chain, pictures, groups },
        logits: valueOf(chain, outputs.logits),
        classNames: network.classes,
        target: choice.class,
        threshold: choice.threshold,
      });
      const stages = isTimed ? await chain.timings() : undefined;
      const timings = { ...stages, network: networkMs, total: performance.now() - begunMs };
      return { explained, results, timings };
    } finally {
      outputs.release();
    }
  } catch (error) {
    chain.destroy();
    throw error;
  }
}

function checkChoice(pictures: readonly Picture[], choice: ExplainChoice, classes: number): void {
  const { class: target, threshold } = choice;
  if (pictures.length === 0) throw new CamLensError('bad-option', 'No picture was given; at least one was expected.');
  if (choice.methods.length === 0 || choice.layers.length === 0) {
    throw new CamLensError('bad-option', 'At least one method and one layer were expected.');
  }
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new CamLensError('bad-option', `The threshold is ${threshold}; a number from 0 to 1 was expected.`);
  }
  if (target !== 'predicted' && !(Number.isInteger(target) && target >= 0 && target < classes)) {
    throw new CamLensError('unknown-class', `There is no class ${target}; the indices are 0 to ${classes - 1}.`);
  }
}

/** On WebGPU the network reads the stage's own buffer; WebAssembly wants the numbers in memory. */
async function forNetwork(chain: Chain, network: ExplainableNetwork, image: Value): Promise<NetworkTensor> {
  if (network.provider === 'webgpu') {
    chain.submit();
    return { dims: image.dims, buffer: chain.bufferOf(image) };
  }
  const [values] = await chain.read([image]);
  return { dims: image.dims, values: values ?? new Float32Array() };
}

/** One row per picture: one-hot for a class, zeros for "the class predicted", which the network resolves itself. */
function targetRows(target: 'predicted' | number, pictures: number, classes: number): Float32Array {
  const rows = new Float32Array(pictures * classes);
  if (target === 'predicted') return rows;
  for (let picture = 0; picture < pictures; picture++) rows[picture * classes + target] = 1;
  return rows;
}

function valueOf(chain: Chain, tensor: NetworkTensor): Value {
  return 'buffer' in tensor ? chain.borrow(tensor.buffer, tensor.dims) : chain.upload(tensor.values, tensor.dims);
}

/** What the methods need of a layer, and no more: what is not needed is not copied. */
function valuesOf(chain: Chain, methods: readonly Method[], outputs: LayerOutputs): Partial<LayerValues> {
  const needs = new Set(methods.flatMap((method) => method.needs));
  return Object.fromEntries(
    Object.entries(outputs)
      .filter(([need]) => needs.has(need as keyof LayerValues))
      .map(([need, tensor]) => [need, valueOf(chain, tensor)]),
  );
}

function heatmapsOf(chain: Chain, items: readonly Item[], pictures: readonly Picture[]): Group {
  const requests = items.map(({ map, picture, rectify }) => {
    return { map, index: picture, size: heatmapSize(pictures[picture] as Picture), rectify };
  });
  return { items, heatmaps: chain.normalize(chain.upsample(requests)) };
}

/** Heatmaps that are worked on together, and what belongs to them, fill well less than WebGPU's default binding of 128
 * MiB. */
const mostPixelsTogether = 2 ** 24;

function groupItems(items: readonly Item[], pictures: readonly Size[]): Item[][] {
  const groups: Item[][] = [];
  let pixels = Infinity;
  for (const item of items) {
    const { width, height } = heatmapSize(pictures[item.picture] as Size);
    if (pixels + width * height > mostPixelsTogether) {
      groups.push([]);
      pixels = 0;
    }
    groups.at(-1)?.push(item);
    pixels += width * height;
  }
  return groups;
}
