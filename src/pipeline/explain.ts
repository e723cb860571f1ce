/**
 * Pictures → explanations, as the papers tell it: run the network once, weight the activations by what the method
 * says, upsample, normalise; boxes and paintings follow from the heatmaps (explained.ts). On the GPU all of it is one
 * submit, and only boxes, ranges, logits and the small raw maps are read back.
 */
import { CamLensError } from '../errors.ts';
import type { Chain, Engine } from './chain.ts';
import { requestsFor, type ExplainableNetwork } from './explainable-network.ts';
import { Explained, type Group, type Item, type PictureResult } from './explained.ts';
import type { ExplainChoice } from './lens.ts';
import { heatmapSize } from './locate.ts';
import { rankClasses } from './classes.ts';
import { methodNamed } from './methods/index.ts';
import { inputLayer, type Method } from './methods/method.ts';
import { runNetwork, type RunValues } from './network-runs.ts';
import { forNetwork, NetworkPasses, throwIfStopped, type Watch } from './passes.ts';
import { checkTarget, classesOf, targetOf, targetRows, type PerPicture, type Target } from './target.ts';
import type { ModelInput, Picture, Size } from './types.ts';

export interface Explaining {
  /** The heatmaps, for other thresholds and for painting; the caller destroys it. */
  readonly explained: Explained;
  /** One per picture, in order. */
  readonly results: readonly PictureResult[];
  /** Milliseconds for the whole batch: `network`, `total`, and, where that was asked for and possible, each stage. */
  readonly timings: Readonly<Record<string, number>>;
}

/** What to explain of a batch. */
export interface BatchChoice extends Omit<ExplainChoice, 'class'> {
  /** One target for all, or one for each. */
  readonly class: Target | PerPicture;
  /** No boxes are made: they can be asked for later, at whatever thresholds. */
  readonly boxless?: boolean;
}

/** What explains: on which engine, with which network, fed how. */
export interface Instruments {
  readonly engine: Engine;
  readonly network: ExplainableNetwork;
  readonly input: ModelInput;
}

/**
 * Explains a batch of pictures in one network run, and as many more as slow methods need.
 * @throws CamLensError `unknown-method`, `unknown-layer`, `unknown-class`, `method-needs`, `bad-option`, `stopped`
 */
export async function explainPictures(
  instruments: Instruments,
  pictures: readonly Picture[],
  choice: BatchChoice,
  watch: Watch = {},
): Promise<Explaining> {
  const { engine, network, input } = instruments;
  const methods = choice.methods.map(methodNamed);
  network.check(methods, choice.layers);
  checkChoice(pictures, choice, network.classes.length);
  const requests = requestsFor(methods, choice.layers);
  await network.prepare(requests, () => watch.onProgress?.({ fraction: 0, message: 'Preparing the network' }));
  throwIfStopped(watch);
  const begunMs = performance.now();
  const chain = engine.begin({ timed: choice.timed ?? false });
  try {
    const image = await chain.preprocess(pictures, input);
    const fed = await forNetwork(chain, network, image);
    const rows = targetRows(choice.class, pictures.length, network.classes.length);
    const isTimed = choice.timed === true;
    if (isTimed) await network.settled();
    const fedMs = performance.now();
    const runs = await runNetwork(chain, network, requests, methods, fed, rows);
    if (isTimed) await network.settled();
    const networkMs = performance.now() - fedMs;
    try {
      const items: Item[] = [];
      for (const method of methods) {
        for (const layer of method.at === 'input' ? [inputLayer] : choice.layers) {
          const passes = await passesFor(method, layer, { instruments, chain, pictures, choice, runs, watch });
          const map = await method.map(chain, { ...runs.values(layer), image }, passes);
          items.push(
            ...pictures.map((_, picture): Item => ({
              ...{ picture, method: method.name, layer, rectify: method.rectify, map },
            })),
          );
        }
      }
      const groups = groupItems(items, pictures).map((group) => heatmapsOf(chain, group, pictures));
      const { explained, results } = await Explained.create({
        ...{ engine, chain, pictures, groups },
        logits: runs.logits,
        classNames: network.classes,
        target: choice.class,
        threshold: choice.threshold,
        boxless: choice.boxless ?? false,
      });
      const stages = isTimed ? await chain.timings() : undefined;
      const timings = { ...stages, network: networkMs, total: performance.now() - begunMs };
      return { explained, results, timings };
    } finally {
      runs.release();
    }
  } catch (error) {
    chain.destroy();
    throw error;
  }
}

function checkChoice(pictures: readonly Picture[], choice: BatchChoice, classes: number): void {
  const { class: target, threshold } = choice;
  if (pictures.length === 0) throw new CamLensError('bad-option', 'No picture was given; at least one was expected.');
  if (choice.methods.length === 0 || choice.layers.length === 0) {
    throw new CamLensError('bad-option', 'At least one method and one layer were expected.');
  }
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new CamLensError('bad-option', `The threshold is ${threshold}; a number from 0 to 1 was expected.`);
  }
  pictures.forEach((_, picture) => checkTarget(targetOf(target, picture), classes));
}

interface Batch {
  readonly instruments: Instruments;
  readonly chain: Chain;
  readonly pictures: readonly Picture[];
  readonly choice: BatchChoice;
  readonly runs: RunValues;
  readonly watch: Watch;
}

/** A slow method keeps to the class that the network sees in the whole picture: it must be known before. */
async function passesFor(method: Method, layer: string, batch: Batch): Promise<NetworkPasses> {
  const { engine, network } = batch.instruments;
  const { chain, pictures, choice, runs, watch } = batch;
  const count = network.classes.length;
  const [logits = new Float32Array()] = method.isSlow === true ? await chain.read([runs.logits]) : [];
  const logitsOf = (picture: number): Float32Array => logits.subarray(picture * count, (picture + 1) * count);
  const rowOf = (picture: number): Float32Array => {
    const target = targetOf(choice.class, picture);
    const [best] = target === 'predicted' ? rankClasses(logitsOf(picture), network.classes, 1) : [];
    return targetRows(classesOf(target, best?.index ?? 0), 1, count);
  };
  const { title } = method;
  return new NetworkPasses({
    engine,
    chain,
    network,
    logitsOf,
    targetOf: rowOf,
    pictures: pictures.length,
    layer,
    title,
    watch,
  });
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
