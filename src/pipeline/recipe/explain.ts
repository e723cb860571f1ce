/**
 * Pictures → explanations, following the papers: run the network once, weight the activations as the method defines,
 * upsample, normalise; boxes and paintings follow from the heatmaps (explained.ts). On the GPU all of this is one
 * submit, and only boxes, ranges, logits and the small raw maps are read back.
 */
import { CamLensError } from '../../errors.ts';
import type { Chain, Engine } from '../chain/chain.ts';
import { checkAskedFor, checkPictures, checkTargets } from './check-choice.ts';
import { conventions, type ConventionName } from './conventions.ts';
import type { ExplainableNetwork } from '../network/explainable-network.ts';
import { defaultConventions } from './defaults.ts';
import { Explained } from './explained.ts';
import type { PictureResult } from './results.ts';
import type { Group, ExplainedItem } from './explained-parts.ts';
import type { ExplainChoice } from './explain-choice.ts';
import { heatmapsBy } from './heatmaps-by.ts';
import { heatmapSize } from './heatmap-size.ts';
import { jittered, type Jitter } from './jitter.ts';
import type { AtEach, LocatedAtEach } from './locate.ts';
import { methodNamed } from './methods/index.ts';
import { featuresFor } from './refine/features-for.ts';
import { refineMaps } from './refine/refine-maps.ts';
import { refinements } from './refine/refinements.ts';
import { networkImage } from './network-image.ts';
import { runNetwork } from './network-runs.ts';
import { feedsFor } from './reruns.ts';
import { throwIfStopped, type Watch } from '../watch.ts';
import { makeMaps, type MapItem, type MapParts } from './raw-maps.ts';
import { requestsFor } from '../network/run-request.ts';
import { targetRows, type PerPicture, type Target } from './target.ts';
import type { ModelInput, Picture, Size } from '../types.ts';

/** The results of an explanation. */
export interface Explaining {
  /** The heatmaps, for other thresholds and for painting; the caller destroys it. */
  readonly explained: Explained;
  /** One per picture, in order. */
  readonly results: readonly PictureResult[];
  /** If requested: by picture, in the order of its explanations. */
  readonly located: readonly (readonly LocatedAtEach[])[];
  /** Milliseconds for the whole batch: `network`, `total` and, if requested and possible, each stage. */
  readonly timings: Readonly<Record<string, number>>;
}

/** What to explain of a batch. */
export interface BatchChoice extends Omit<ExplainChoice, 'class'> {
  /** One target for all, or one for each. */
  readonly class: Target | PerPicture;
  /** Makes no boxes: they can be requested later, at any thresholds. */
  readonly boxless?: boolean;
  /** Instead of the boxes in the results: the results at many thresholds, in the same read-back as everything else. */
  readonly atEach?: AtEach;
  /** Explains the pictures moved by noise. */
  readonly jitter?: Jitter;
}

/** The engine, the network and its input. */
export interface Instruments {
  readonly engine: Engine;
  readonly network: ExplainableNetwork;
  readonly input: ModelInput;
}

/**
 * Explains a batch of pictures in one run of the network, and as many more as slow methods need.
 * @throws CamLensError `unknown-method`, `unknown-layer`, `unknown-class`, `method-needs`, `bad-option`, `stopped`;
 *   `not-finite` naming the picture whose scores or maps contain NaN or infinity
 */
export async function explainPictures(
  instruments: Instruments,
  pictures: readonly Picture[],
  choice: BatchChoice,
  watch: Watch = {},
): Promise<Explaining> {
  const { engine, network, input } = instruments;
  checkPictures(pictures);
  const { conventions: asked = defaultConventions, refine = 'none' } = choice;
  checkAskedFor({ ...choice, conventions: asked, refine }, pictures.length);
  const methods = choice.methods.map(methodNamed);
  network.layers.check(methods, choice.layers);
  const features = featuresFor(network.layers, input, methods, refine);
  checkTargets(choice.class, pictures.length, network.classes.length);
  refuseNaNWeight(network, pictures[0]);
  const requests = requestsFor(methods, choice.layers, features);
  await network.prepare(requests, () => watch.onProgress?.({ fraction: 0, message: 'Preparing the network' }));
  throwIfStopped(watch);
  const begunMs = performance.now();
  const chain = engine.begin({ timed: choice.timed ?? false });
  try {
    const plain = await networkImage(chain, pictures, input);
    const image = choice.jitter === undefined ? plain : jittered(chain, plain, input, choice.jitter);
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
      const runFor: MapParts['runFor'] = (rows) => runNetwork(chain, network, requests, methods, feeds, rows);
      const raw = await makeMaps({
        ...{ engine, chain, network, image, runs, runFor, names, methods, layers, target, watch },
      });
      const [fine, coarse] = features.map((layer) => runs.activations(layer));
      const items =
        fine === undefined || coarse === undefined
          ? raw
          : await refineMaps(chain, raw, { refinement: refinements[refine], fine, coarse, pictures });
      const groups = groupItems(items, pictures).flatMap((group) =>
        asked.map((name) => heatmapsOf(chain, group, pictures, name)),
      );
      const made = await Explained.create({
        ...{ engine, network, input, chain, image, pictures, groups },
        logits: runs.logits,
        classNames: network.classes,
        target,
        ...(refine === 'none' ? {} : { refined: { name: refine, layers: features } }),
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

/** @throws CamLensError `not-finite` naming the picture and the weight */
export function refuseNaNWeight({ nanWeight, layers }: ExplainableNetwork, picture: Picture | undefined): void {
  if (nanWeight === undefined) return;
  const reason = `the weight "${nanWeight}" of ${layers.description.file} contains NaN`;
  throw new CamLensError('not-finite', `${picture?.name}: ${reason}, so its scores are meaningless.`);
}

function heatmapsOf(
  chain: Chain,
  items: readonly MapItem[],
  pictures: readonly Picture[],
  name: ConventionName,
): Group {
  const { rectifies, range } = conventions[name];
  const made = items.map((item): ExplainedItem => ({ ...item, convention: name, rectify: item.rectify || rectifies }));
  const sized = made.map((item) => ({ ...item, size: heatmapSize(pictures[item.picture] as Picture) }));
  return { items: made, heatmaps: heatmapsBy(range, chain, sized) };
}

/** Heatmaps that are processed together, and their data, fill well less than WebGPU's default binding of 128 MiB. */
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
