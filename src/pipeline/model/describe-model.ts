/** Derives a full description of any classifier from what the user, its file and its graph say. */
import { checkLayer } from '../../autodiff/check-layer.ts';
import { takesBytes } from '../../autodiff/byte-input.ts';
import { Classifier } from '../../autodiff/classifier.ts';
import { fixedBatch } from '../../autodiff/fixed-batch.ts';
import { writtenBatch } from '../../autodiff/one-picture.ts';
import { checkColours } from '../../autodiff/image-input.ts';
import { listLayers, type LayerCandidate } from '../../autodiff/list-layers.ts';
import { CamLensError } from '../../errors.ts';
import { knownSize } from '../../onnx/dimensions.ts';
import { beyondLimit, limits } from '../../onnx/limits.ts';
import type { Model } from '../../onnx/messages.ts';
import { otherFormats } from '../../onnx/widen.ts';
import { checkClassCount } from './class-names.ts';
import { layerNote } from './layer-note.ts';
import { tellHead } from './model-head.ts';
import { readMetadata } from './model-metadata.ts';
import { normalizations } from './normalizations.ts';
import type { PartialDescription } from './read-description.ts';
import type { ModelDescription, Normalization, Size } from '../types.ts';

/** Settings that neither the user nor the graph provides. */
export type Assumption = 'size' | 'normalization' | 'classes';

export interface DescribedModel extends ModelDescription {
  /** Worth asking the user: a wrong size or normalisation silently gives wrong explanations. */
  readonly assumed: readonly Assumption[];
  /** Of the logits, if known: the number of names that a file of class names must have. */
  readonly classCount: number | undefined;
  /** Further information for users, as sentences; absent if there is none. */
  readonly notes?: readonly string[];
  /** The described classifier, prepared. */
  readonly classifier: Classifier;
}

/** For networks that accept any size, if nothing says which size they were trained with. */
const usualSize = 224;

/** At most this many maps side by side are readable. */
const longestStrip = 6;

/**
 * `given` takes precedence, then the model's metadata (see model-metadata.ts), then its graph, then the defaults: 224
 * pixels if the size is free, ImageNet's mean and standard deviation, and 0…1 for grey pictures.
 *
 * @param given the JSON beside the model, read by readDescription; {} if there is none
 * @param file the model's name, for messages
 * @throws CamLensError `model-damaged` if this contradicts the graph; `unknown-layer`; `model-unsupported`,
 *   `operator-unsupported` and `bad-option` as addGradients; `limit-exceeded` if there are too many classes
 */
export function describeModel(model: Model, given: PartialDescription, file: string): DescribedModel {
  // If a size is given, the metadata's height no longer applies.
  const { height: ownHeight, ...rest } = readMetadata(model, file);
  const said: PartialDescription = {
    ...rest,
    ...(given.size !== undefined || ownHeight === undefined ? {} : { height: ownHeight }),
    ...given,
  };
  const classifier = new Classifier(model, said.logits, Array.isArray(said.classes) ? said.classes.length : undefined);
  const { image, scores, shapes } = classifier;
  const channels = checkColours(image, shapes.get(image));
  checkBatch(classifier, file);
  if (said.inputName !== undefined && said.inputName !== image) {
    throw new CamLensError(
      'model-damaged',
      `${file} has no picture input "${said.inputName}"; its picture input is "${image}".`,
    );
  }
  const fixed = fixedSize(classifier);
  if (said.height !== undefined && said.size === undefined) {
    throw new CamLensError('model-damaged', `The description of ${file} has a "height", but no "size" (the width).`);
  }
  const size = said.size === undefined ? fixed : { width: said.size, height: said.height ?? said.size };
  if (size !== undefined && fixed !== undefined && !isSame(size, fixed)) {
    throw new CamLensError(
      'model-damaged',
      `${file} takes pictures of ${fixed.width} × ${fixed.height} pixels; its description says ` +
        `${size.width === size.height ? size.width : `${size.width} × ${size.height}`}.`,
    );
  }
  if (said.channels !== undefined && said.channels !== channels) {
    throw new CamLensError(
      'model-damaged',
      `${file} takes pictures of ${channels} ${channels === 1 ? 'channel' : 'channels'}; its description says ${said.channels}.`,
    );
  }
  const { width, height } = size ?? { width: usualSize, height: usualSize };
  const classCount = knownSize(shapes.get(scores)?.[1]);
  if (classCount !== undefined && classCount > limits.classes) {
    throw beyondLimit(`The number of classes of ${file} is`, classCount, limits.classes);
  }
  const { title, sha256, sizeBytes, licence, source, probabilities, stride } = said;
  const formats = otherFormats(model);
  const batch = writtenBatch(model, image) ?? 1;
  const isOfBytes = model.graph.input.some((input) => input.name === image && takesBytes(input));
  const head = tellHead(
    { file, ...(probabilities === undefined ? {} : { probabilities }) },
    classifier,
    said.logits !== undefined,
  );
  const chosen = chooseLayers(classifier, said, file);
  const ofLayers = layerNote(classifier, chosen.layers, file);
  const notes = [
    ...head,
    ...(ofLayers === undefined ? [] : [ofLayers]),
    ...(formats.length === 0
      ? []
      : [`${file} stores weights in ${formats.join(' and ')}; everything is computed in float32.`]),
    ...(batch > 1 ? [`${file} is written for ${batch} pictures at a time; it is run with one.`] : []),
    ...(isOfBytes && said.normalization === undefined
      ? [`${file} takes bytes and normalises them itself: pictures are given as 0 to 255, red, green and blue.`]
      : []),
  ];
  const isSaid: Readonly<Record<Assumption, boolean>> = {
    size: size !== undefined,
    normalization: said.normalization !== undefined || isOfBytes,
    classes: said.classes !== undefined,
  };
  return {
    name: said.name ?? nameOf(file),
    ...(title === undefined ? {} : { title }),
    file: said.file ?? file,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    input: {
      name: image,
      size: width,
      ...(height === width ? {} : { height }),
      ...(channels === 1 ? { channels } : {}),
      normalization: chooseNormalization(
        said.normalization ?? (isOfBytes ? normalizations.bytes : undefined),
        channels,
        file,
      ),
      ...(fixed === undefined ? {} : { isFixed: true as const }),
    },
    logits: scores,
    ...(stride === undefined ? {} : { stride }),
    ...(probabilities === undefined ? {} : { probabilities }),
    ...chosen,
    classes: chooseClasses(said.classes, classCount, file),
    ...(licence === undefined ? {} : { licence }),
    ...(source === undefined ? {} : { source }),
    assumed: (Object.keys(isSaid) as Assumption[]).filter((field) => !isSaid[field]),
    classCount,
    ...(notes.length === 0 ? {} : { notes }),
    classifier,
  };
}

function nameOf(file: string): string {
  const [base = ''] = file.split(/[\\/]/).slice(-1);
  return base.replace(/\.onnx$/i, '') || file;
}

/** One picture at a time is supported, and so are graphs that could be rewritten for one (see one-picture.ts). */
function checkBatch(classifier: Classifier, file: string): void {
  const batch = fixedBatch(classifier);
  if (batch === undefined || batch === 1) return;
  throw new CamLensError(
    'model-unsupported',
    `${file} takes exactly ${batch} pictures at a time: export it with a free batch, or with a batch of 1.`,
  );
}

/** The graph's picture size, if it is fixed; if only one side is fixed, pictures are square. */
function fixedSize({ image, shapes }: Classifier): Size | undefined {
  const [rows, columns] = (shapes.get(image) ?? []).slice(2).map(knownSize);
  const [height = columns, width = rows] = [rows, columns];
  return height === undefined || width === undefined ? undefined : { width, height };
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

/** Grey pictures need one mean and one standard deviation, which ImageNet's colours do not have. */
function chooseNormalization(said: Normalization | undefined, channels: 1 | 3, file: string): Normalization {
  if (channels === 3) return said ?? normalizations.torch;
  const { mean, std } = said ?? normalizations.none;
  if ([mean, std].every((each) => each.every((value) => value === each[0]))) return said ?? normalizations.none;
  throw new CamLensError(
    'model-damaged',
    `${file} takes grey pictures, with one channel, but the normalisation differs between channels: one mean and one ` +
      'standard deviation were expected, such as those of none or tf (--normalization, or "mean": 0.5, "std": 0.5 in the description).',
  );
}

function chooseClasses(
  said: ModelDescription['classes'] | undefined,
  count: number | undefined,
  file: string,
): ModelDescription['classes'] {
  if (typeof said === 'string') return said;
  if (said !== undefined) {
    checkClassCount(said, count, `The description of ${file}`);
    return said;
  }
  if (count !== undefined) return Array.from({ length: count }, (_, index) => `class ${index}`);
  throw new CamLensError(
    'model-damaged',
    `${file} does not say how many classes it has. Name them: {"classes": ["cat", "dog"]} in a JSON file beside it.`,
  );
}

type Layers = Pick<ModelDescription, 'layers' | 'defaultLayer' | 'strip'>;

function chooseLayers(classifier: Classifier, said: PartialDescription, file: string): Layers {
  for (const [layer, value] of Object.entries(said.layers ?? {})) checkLayer(classifier, layer, value);
  const isFull = said.layers !== undefined && said.defaultLayer !== undefined && said.strip !== undefined;
  const found = isFull ? [] : listLayers(classifier);
  if (found.length === 0 && said.layers === undefined) {
    throw new CamLensError(
      'model-unsupported',
      `${file} has no layer to explain: no value between the picture and the logits is a map, [N, C, H, W].`,
    );
  }
  const layers = said.layers ?? nameLayers(found);
  const byValue = new Map(Object.entries(layers).map(([layer, value]) => [value, layer]));
  const named = (wanted: (candidate: LayerCandidate) => boolean): string[] =>
    found.filter(wanted).flatMap(({ value }) => byValue.get(value) ?? []);
  const lookUp = (layer: string): string => {
    const own = Object.hasOwn(layers, layer) ? layer : byValue.get(layer);
    if (own !== undefined) return own;
    const known = Object.keys(layers).join(', ');
    throw new CamLensError('unknown-layer', `${file} has no layer "${layer}"; the layers are ${known}.`);
  };
  const ends = named(({ isLast }) => isLast);
  return {
    layers,
    defaultLayer:
      said.defaultLayer === undefined
        ? (named(({ recommended }) => recommended)[0] ?? Object.keys(layers).at(-1) ?? '')
        : lookUp(said.defaultLayer),
    strip:
      said.strip?.map(lookUp) ??
      chooseStrip(
        ends,
        named(({ isTrunk }) => isTrunk),
        Object.keys(layers),
      ),
  };
}

/**
 * The ends of the network's stages. If all its maps have one size, as in a vision transformer, layers that all paths lead
 * through, evenly chosen by their order.
 */
function chooseStrip(ends: readonly string[], trunk: readonly string[], all: readonly string[]): readonly string[] {
  const among = ends.length > 1 || trunk.length === 0 ? ends : trunk;
  if (ends.length > 1 || among.length <= longestStrip) return (among.length > 0 ? among : all).slice(-longestStrip);
  const step = among.length / longestStrip;
  return Array.from({ length: longestStrip }, (_, i) => among[Math.round((i + 1) * step) - 1] ?? '');
}

/**
 * The graph's own names, without PyTorch's leading slash. Old exports number their values; a bare number is not
 * informative, and would be out of order in an object.
 */
function nameLayers(candidates: readonly LayerCandidate[]): Readonly<Record<string, string>> {
  const layers = new Map<string, string>();
  for (const { value, operator } of candidates) {
    const bare = value.replace(/^\/+/, '') || value;
    const name = /^\d+$/.test(bare) ? `${operator.toLowerCase()}_${bare}` : bare;
    layers.set(layers.has(name) ? value : name, value);
  }
  return Object.fromEntries(layers);
}
