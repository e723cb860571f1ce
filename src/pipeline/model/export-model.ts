/** A classifier as an ONNX file for any runtime: its logits, activations and gradients, and what they mean. */
import { addGradients, type GradientModel } from '../../autodiff/add-gradients.ts';
import type { Classifier } from '../../autodiff/classifier.ts';
import type { ReluRule } from '../../autodiff/rules/index.ts';
import { CamLensError } from '../../errors.ts';
import { opsetOf } from '../../onnx/graph.ts';
import { withDocument } from '../../onnx/messages.ts';
import { modelChunks } from '../../onnx/write.ts';
import type { LoadedModel } from './loaded-model.ts';
import { inputSize } from './input-side.ts';
import { prepareModel } from './prepared-model.ts';
import type { ModelDescription } from '../types.ts';
import { own } from '../../own.ts';

export interface ExportChoice {
  /** By their names in the description or the graph; default: the default layer. */
  readonly layers?: readonly string[];
  /** How gradients pass back through ReLU; default: by the derivative. */
  readonly relu?: ReluRule;
  /** Also the gradient with respect to the input. */
  readonly input?: boolean;
  /** Of cam-lens, for the document. */
  readonly version: string;
}

export interface ExportedModel {
  /** The file's bytes, in order; large weights are views of the model's own. */
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
  readonly sizeBytes: number;
  /** Of the given model, including external weights. */
  readonly sourceBytes: number;
  /** Version of the standard operators. */
  readonly opset: number;
  readonly document: ExportDocument;
}

/** The metadata entry `cam-lens`: a description of the model, and of what was added. */
export interface ExportDocument extends Pick<
  ModelDescription,
  'name' | 'input' | 'logits' | 'layers' | 'defaultLayer' | 'strip'
> {
  readonly classes?: readonly string[];
  readonly export: {
    readonly version: string;
    readonly source: { readonly file: string; readonly sha256?: string };
    readonly relu: ReluRule;
    readonly target: { readonly input: string; readonly meaning: string };
    readonly outputs: Pick<GradientModel, 'logits' | 'layers' | 'inputGradients'>;
  };
}

const targetMeaning =
  'float32 [N, classes]: gradients are of the score, the sum over the classes of target times ' +
  'logit. A row of zeros selects the predicted class.';

/**
 * @throws CamLensError `unknown-layer`, `bad-option`; `operator-unsupported`, `model-unsupported` as addGradients, and
 *   if the file would exceed 2 GB
 */
export function exportModel(loaded: LoadedModel, choice: ExportChoice): ExportedModel {
  const { description, bytes, files = {}, classifier } = prepareModel(loaded);
  const { relu = 'standard', input = false } = choice;
  const layers = valuesOf(classifier, description, choice.layers ?? [description.defaultLayer]);
  const rewritten = addGradients(classifier, { layers, input, relu });
  const document = documentOf(loaded, choice, valuesIn(rewritten, layers), rewritten);
  const written = withDocument(rewritten.model, textOf(document), { 'cam-lens': JSON.stringify(document) });
  const chunks = modelChunks(written);
  return {
    chunks,
    sizeBytes: totalLength(chunks),
    sourceBytes: totalLength([bytes, ...Object.values(files)]),
    opset: opsetOf(written),
    document,
  };
}

/** Name → value of the rewritten graph: one that is padded has only the name of its output (see output-names.ts). */
function valuesIn(
  { model, layers: outputs }: GradientModel,
  layers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const made = new Set(model.graph.node.flatMap(({ output }) => output));
  return Object.fromEntries(
    Object.entries(layers).map(([name, value]) => [
      name,
      made.has(value) ? value : (own(outputs, name)?.activations ?? value),
    ]),
  );
}

/** Name → value of the graph. */
function valuesOf(
  { model }: Classifier,
  { layers, file }: ModelDescription,
  wanted: readonly string[],
): Readonly<Record<string, string>> {
  const made = new Set(model.graph.node.flatMap(({ output }) => output));
  const names = new Map(Object.entries(layers).map(([name, value]) => [value, name]));
  return Object.fromEntries(
    wanted.map((layer) => {
      const value = own(layers, layer);
      if (value !== undefined) return [layer, value];
      if (made.has(layer)) return [names.get(layer) ?? layer, layer];
      const known = Object.keys(layers).join(', ');
      throw new CamLensError('unknown-layer', `${file} has no layer or value "${layer}"; the layers are ${known}.`);
    }),
  );
}

function documentOf(
  { description, classes, assumed = [] }: LoadedModel,
  { relu = 'standard', version }: ExportChoice,
  layers: Readonly<Record<string, string>>,
  { logits, target, layers: outputs, inputGradients }: GradientModel,
): ExportDocument {
  const { name, file, sha256, input } = description;
  const names = Object.keys(layers);
  return {
    name,
    input: {
      ...{ name: input.name, size: input.size },
      ...(input.height === undefined ? {} : { height: input.height }),
      ...(input.channels === undefined ? {} : { channels: input.channels }),
      normalization: input.normalization,
    },
    logits: description.logits,
    layers,
    defaultLayer: names.includes(description.defaultLayer) ? description.defaultLayer : (names.at(-1) ?? ''),
    strip: names,
    ...(assumed.includes('classes') ? {} : { classes }),
    export: {
      version,
      source: { file: file.split(/[\\/]/).at(-1) ?? file, ...(sha256 === undefined ? {} : { sha256 }) },
      relu,
      target: { input: target, meaning: targetMeaning },
      outputs: { logits, layers: outputs, ...(inputGradients === undefined ? {} : { inputGradients }) },
    },
  };
}

/** As usually written. */
export function inputShape(input: ExportDocument['input']): string {
  const { width, height } = inputSize(input);
  return `[N, ${input.channels ?? 3}, ${height}, ${width}]`;
}

/** A description of the file, for people who open it in a viewer. */
function textOf({ name, input, export: made }: ExportDocument): string {
  const { order, scale, mean, std } = input.normalization;
  const values =
    input.channels === 1
      ? `(luma * ${scale} - ${mean[0]}) / ${std[0]} for a luma of 0 to 255, 0.299 R + 0.587 G + 0.114 B.`
      : `(channel * ${scale} - mean) / std for channels 0 to 255 in the order ${order}, mean [${mean.join(', ')}], ` +
        `std [${std.join(', ')}].`;
  const { target, outputs, relu } = made;
  return [
    `${name}, rewritten by cam-lens ${made.version} to also output activations and gradients.`,
    `Input "${input.name}": float32 ${inputShape(input)}, value = ${values}`,
    `Input "${target.input}": ${target.meaning}`,
    `Output "${outputs.logits}": float32 [N, classes], before softmax.`,
    ...Object.entries(outputs.layers).map(
      ([layer, { activations, gradients, weights, reason }]) =>
        `Layer ${layer}: outputs "${activations}" and "${gradients}", [N, C, H, W]` +
        (weights === undefined ? `; ${reason ?? ''}` : `, and "${weights}", [N, C], the weights of CAM.`),
    ),
    ...(outputs.inputGradients === undefined ? [] : [`Output "${outputs.inputGradients}": of the input's shape.`]),
    `Gradients pass back through ReLU by the rule "${relu}".`,
  ].join('\n');
}

function totalLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((total, { length }) => total + length, 0);
}
