/** The activations and gradients of a picture at layers, read into memory: what the methods weigh, for people to look at. */
import type { MapDimensions } from '../../autodiff/map-sizes.ts';
import { CamLensError } from '../../errors.ts';
import type { Chain } from '../chain/chain.ts';
import { checkFinite, checkLogits } from '../finite.ts';
import { dimsOf, required } from '../invariants.ts';
import type { ExplainableNetwork, ExplainableOutputs } from '../network/explainable-network.ts';
import type { NetworkTensor } from '../network/network.ts';
import type { RunRequest } from '../network/run-request.ts';
import type { ClassScore, Picture, Size } from '../types.ts';
import { checkNames, checkPictures } from './check-choice.ts';
import { byLink, predictedClass, rankClasses } from './classes.ts';
import { own } from '../../own.ts';
import { refuseNaNWeight, type Instruments } from './explain.ts';
import type { Explanation } from './explanation.ts';
import { networkImage } from './network-image.ts';
import { feedsFor } from './reruns.ts';
import { checkTarget, describeTarget, targetRows, type Target } from './target.ts';

/** At most this many bytes of activations and gradients are read at once: 128 MiB. */
export const mostInspectedBytes = 2 ** 27;

/** Of a layer's activations and gradients, float32; undefined if a dimension is. */
export function inspectedBytes({ channels, height, width }: MapDimensions): number | undefined {
  const bytes = 8 * (channels ?? NaN) * (height ?? NaN) * (width ?? NaN);
  return Number.isNaN(bytes) ? undefined : bytes;
}

/** Which values to read. */
export interface InspectChoice {
  /** By name; default: the model's default layer. */
  readonly layers?: readonly string[];
  /** Whose logit the gradients are of; default: the predicted class. */
  readonly class?: Target;
  /** Receives layers whose values are not finite: they are then left out, and `not-finite` is not thrown for them. */
  readonly onRefused?: (layer: string, error: CamLensError) => void;
}

/** The values of one layer. */
export interface LayerValues {
  /** C, 1 or more. */
  readonly channels: number;
  /** H, 1 or more. */
  readonly height: number;
  /** W, 1 or more. */
  readonly width: number;
  /** [C, H, W], finite. */
  readonly activations: Float32Array;
  /** ∂score/∂activations, [C, H, W], finite; the score is the class's logit. */
  readonly gradients: Float32Array;
}

/** The values of a picture. */
export interface InspectedPicture {
  /** The first five, most probable first. */
  readonly classes: readonly ClassScore[];
  /** Whose logit the gradients are of; of a weighted sum, the class with the largest weight, and all weights. */
  readonly target: Explanation['class'];
  /** By name. */
  readonly layers: Readonly<Record<string, LayerValues>>;
}

/** As `Explainer.inspect`. */
export async function inspectPicture(
  { engine, network, input }: Instruments,
  picture: Picture,
  {
    layers: named,
    class: target,
    onRefused = throwIt,
  }: InspectChoice & Required<Pick<InspectChoice, 'layers' | 'class'>>,
): Promise<InspectedPicture> {
  checkPictures([picture]);
  checkNames(named, 'layer');
  const layers = [...new Set(named)];
  checkTarget(target, network.classes.length);
  checkRoom(network, layers, input);
  refuseNaNWeight(network, picture);
  const request: RunRequest = { layers, input: false, relu: 'standard' };
  await network.prepare([request]);
  const chain = engine.begin();
  try {
    const feeds = await feedsFor(chain, network, await networkImage(chain, [picture], input));
    const feed = required(feeds[0], 'the network’s input');
    const outputs = await network.run(request, feed, targetRows(target, 1, network.classes.length));
    try {
      return await readOutputs(chain, network, { picture, layers, target, onRefused }, outputs);
    } finally {
      outputs.release();
    }
  } finally {
    chain.destroy();
  }
}

/** Before anything runs, as far as the graph tells. */
function checkRoom({ layers: known }: ExplainableNetwork, layers: readonly string[], input: Size): void {
  const dimensionsOf = known.dimensions(input);
  refuseMuch(layers.map((layer) => [layer, inspectedBytes(dimensionsOf(layer)) ?? 0]));
}

/** @throws CamLensError `limit-exceeded` naming the largest layer */
function refuseMuch(sizes: readonly (readonly [layer: string, bytes: number])[]): void {
  const sum = sizes.reduce((total, [, bytes]) => total + bytes, 0);
  if (sum <= mostInspectedBytes) return;
  const [largest] = sizes.reduce((most, one) => (one[1] > most[1] ? one : most));
  const [found, limit] = [sum, mostInspectedBytes].map((bytes) => `${Math.ceil(bytes / 2 ** 20)} MiB`);
  const which = sizes.length === 1 ? largest : `${sizes.length} layers, the largest ${largest},`;
  throw new CamLensError(
    'limit-exceeded',
    `Activations and gradients of ${which} take ${found}; ${limit} at most are read at once.`,
  );
}

interface Wanted {
  readonly picture: Picture;
  /** Each once. */
  readonly layers: readonly string[];
  readonly target: Target;
  readonly onRefused: (layer: string, error: CamLensError) => void;
}

function throwIt(_: string, error: CamLensError): never {
  throw error;
}

async function readOutputs(
  chain: Chain,
  { classes, layers: { link } }: ExplainableNetwork,
  { picture, layers: wanted, target, onRefused }: Wanted,
  outputs: ExplainableOutputs,
): Promise<InspectedPicture> {
  // A session may have more layers than were asked for.
  const found = wanted.map((layer) => {
    const { activations, gradients } = required(own(outputs.layers, layer), `the outputs of ${layer}`);
    return {
      layer,
      activations: required(activations, `the activations of ${layer}`),
      gradients: required(gradients, `the gradients of ${layer}`),
    };
  });
  refuseMuch(found.map(({ layer, activations: { dims } }) => [layer, dims.reduce((bytes, dim) => bytes * dim, 8)]));
  const tensors = found.flatMap(({ activations, gradients }) => [activations, gradients]);
  const [logits = new Float32Array(), ...values] = await readTensors(chain, [outputs.logits, ...tensors]);
  checkLogits(logits, picture.name, classes);
  const layers = found.flatMap(({ layer, activations: { dims } }, i): [string, LayerValues][] => {
    const [, channels, height, width] = dimsOf(dims, ['N', 'C', 'H', 'W'], `activations of ${layer}`);
    const [activations, gradients] = [values[2 * i]!, values[2 * i + 1]!];
    try {
      for (const [kind, read] of Object.entries({ activations, gradients })) {
        checkFinite(read, picture.name, (place) => `entry ${place} of the ${kind} of ${layer}`);
      }
    } catch (error) {
      onRefused(layer, error as CamLensError);
      return [];
    }
    return [[layer, { channels, height, width, activations, gradients }]];
  });
  return {
    classes: rankClasses(logits, classes, 5, byLink[link]),
    target: describeTarget(target, predictedClass(logits), classes),
    layers: Object.fromEntries(layers),
  };
}

/** In memory, with one read-back from the GPU for all that are there. */
async function readTensors(chain: Chain, tensors: readonly NetworkTensor[]): Promise<readonly Float32Array[]> {
  const onDevice = tensors.flatMap((tensor) => ('buffer' in tensor ? chain.borrow(tensor.buffer, tensor.dims) : []));
  const read = onDevice.length === 0 ? [] : await chain.read(onDevice);
  let next = 0;
  return tensors.map((tensor) => {
    if ('values' in tensor) return tensor.values;
    return required(read[next++], 'an output of the network, read');
  });
}
