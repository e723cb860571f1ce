/**
 * Pictures → explanations, as the papers tell it: run the network once, weight the activations by what the method
 * says, upsample, normalise; boxes and paintings follow from the heatmaps (explained.ts). On the GPU all of it is one
 * submit, and only boxes, ranges, logits and the small raw maps are read back.
 */
import { CamLensError } from '../../errors.ts';
import type { Chain, Engine, Heatmaps } from '../chain/chain.ts';
import { checkAskedFor, checkPictures, checkTargets } from './check-choice.ts';
import { conventions, type ConventionName } from './conventions.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import { defaultConventions } from './defaults.ts';
import { Explained } from './explained.ts';
import type { PictureResult } from './results.ts';
import type { Group, Item } from './explained-parts.ts';
import type { ExplainChoice } from './explain-choice.ts';
import { heatmapSize } from './heatmap-size.ts';
import type { AtEach, LocatedAtEach } from './locate.ts';
import { methodNamed } from './methods/index.ts';
import { networkImage } from './network-image.ts';
import { runNetwork } from './network-runs.ts';
import { feedsFor } from './passes.ts';
import { throwIfStopped, type Watch } from '../watch.ts';
import { makeMaps, type MapItem } from './raw-maps.ts';
import { requestsFor } from '../network/run-request.ts';
import { targetRows, type PerPicture, type Target } from './target.ts';
import type { ModelInput, Picture, Size } from '../types.ts';
import { dimsOf } from '../invariants.ts';

/** What an explanation gives. */
export interface Explaining {
  /** The heatmaps, for other thresholds and for painting; the caller destroys it. */
  readonly explained: Explained;
  /** One per picture, in order. */
  readonly results: readonly PictureResult[];
  /** Where it was asked for: by picture, in the order of its explanations. */
  readonly located: readonly (readonly LocatedAtEach[])[];
  /** Milliseconds for the whole batch: `network`, `total`, and, where that was asked for and possible, each stage. */
  readonly timings: Readonly<Record<string, number>>;
}

/** What to explain of a batch. */
export interface BatchChoice extends Omit<ExplainChoice, 'class'> {
  /** One target for all, or one for each. */
  readonly class: Target | PerPicture;
  /** No boxes are made: they can be asked for later, at whatever thresholds. */
  readonly boxless?: boolean;
  /** Instead of the boxes in the results: what is found at many thresholds, in the same read-back as all the rest. */
  readonly atEach?: AtEach;
}

/** What explains: on which engine, with which network, fed how. */
export interface Instruments {
  readonly engine: Engine;
  readonly network: ExplainableNetwork;
  readonly input: ModelInput;
}

/**
 * Explains a batch of pictures in one network run, and as many more as slow methods need.
 * @throws CamLensError `unknown-method`, `unknown-layer`, `unknown-class`, `method-needs`, `bad-option`, `stopped`;
 * `not-finite` naming the picture whose scores or maps hold NaN or infinity
 */
export async function explainPictures(
  instruments: Instruments,
  pictures: readonly Picture[],
  choice: BatchChoice,
  watch: Watch = {},
): Promise<Explaining> {
  const { engine, network, input } = instruments;
  checkPictures(pictures);
  checkAskedFor({ ...choice, conventions: choice.conventions ?? defaultConventions }, pictures.length);
  const methods = choice.methods.map(methodNamed);
  network.layers.check(methods, choice.layers);
  checkTargets(choice.class, pictures.length, network.classes.length);
  if (network.nanWeight !== undefined) {
    const { file } = network.layers.description;
    const reason = `the weight "${network.nanWeight}" of ${file} holds NaN`;
    throw new CamLensError('not-finite', `${pictures[0]?.name}: ${reason}, so that its scores mean nothing.`);
  }
  const requests = requestsFor(methods, choice.layers);
  await network.prepare(requests, () => watch.onProgress?.({ fraction: 0, message: 'Preparing the network' }));
  throwIfStopped(watch);
  const begunMs = performance.now();
  const chain = engine.begin({ timed: choice.timed ?? false });
  try {
    const image = await networkImage(chain, pictures, input);
    const feeds = await feedsFor(chain, network, image);
    const rows = targetRows(choice.class, pictures.length, network.classes.length);
    const isTimed = choice.timed === true;
    if (isTimed) await network.settled();
    const fedMs = performance.now();
    const runs = await runNetwork(chain, network, requests, methods, feeds, rows);
    if (isTimed) await network.settled();
    const networkMs = performance.now() - fedMs;
    try {
      const { layers, class: target } = choice;
      const names = pictures.map(({ name }) => name);
      const items = await makeMaps({ engine, chain, network, image, runs, names, methods, layers, target, watch });
      const groups = groupItems(items, pictures).flatMap((group) =>
        (choice.conventions ?? defaultConventions).map((name) => heatmapsOf(chain, group, pictures, name)),
      );
      const made = await Explained.create({
        ...{ engine, network, chain, image, pictures, groups },
        logits: runs.logits,
        classNames: network.classes,
        target,
        threshold: choice.threshold,
        boxless: choice.boxless ?? false,
        atEach: choice.atEach,
      });
      const stages = isTimed ? await chain.timings() : undefined;
      const timings = { ...stages, network: networkMs, total: performance.now() - begunMs };
      return { ...made, timings };
    } finally {
      runs.release();
    }
  } catch (error) {
    chain.destroy();
    throw error;
  }
}

function heatmapsOf(
  chain: Chain,
  items: readonly MapItem[],
  pictures: readonly Picture[],
  name: ConventionName,
): Group {
  const { rectifies, range } = conventions[name];
  const made = items.map((item): Item => ({ ...item, convention: name, rectify: item.rectify || rectifies }));
  const upsampled = (sizeOf: (item: Item) => Size): Heatmaps =>
    chain.upsample(made.map((item) => ({ ...item, index: item.picture, size: sizeOf(item) })));
  const heatmaps = upsampled(({ picture }) => heatmapSize(pictures[picture] as Picture));
  if (range.of === 'heatmap') return { items: made, heatmaps: chain.normalize(heatmaps, range) };
  const maps = upsampled(({ map }) => {
    const [, height, width] = dimsOf(map.dims, ['N', 'H', 'W'], 'maps');
    return { width, height };
  });
  return { items: made, heatmaps: chain.normalize(heatmaps, range, maps) };
}

/** Heatmaps that are worked on together, and what belongs to them, fill well less than WebGPU's default binding of 128
 * MiB. */
const mostPixelsTogether = 2 ** 24;

function groupItems(items: readonly MapItem[], pictures: readonly Size[]): MapItem[][] {
  const groups: MapItem[][] = [];
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
