/** Rewrites a classifier so that it also outputs the activations and gradients of some of its layers. */
import { CamLensError } from '../errors.ts';
import { floatValue } from '../onnx/build.ts';
import { indexGraph, valuesRead, type GraphIndex } from '../onnx/graph.ts';
import { withGraph, type NodeProto, type ValueInfoProto } from '../onnx/messages.ts';
import type { Model } from '../onnx/read.ts';
import type { Shape } from '../onnx/dimensions.ts';
import { inferShapes, type Shapes } from '../onnx/shapes.ts';
import { upgradeModel } from '../onnx/upgrade.ts';
import { emitBackward } from './backward.ts';
import { findCamHead } from './cam-head.ts';
import { checkPrecision } from './check-precision.ts';
import { GraphBuilder } from './graph-builder.ts';
import { findImageInput } from './image-input.ts';
import type { ReluRule } from './rules/index.ts';
import { emitSeed, findLogits } from './score.ts';

export interface GradientRequest {
  /** Layer name → the value of the graph that holds its activations, [N, C, H, W]. */
  readonly layers: Readonly<Record<string, string>>;
  /** The value that holds the logits, [N, classes]; default: the first output, before a final softmax. */
  readonly logits?: string;
  /** Also output the gradient with respect to the network's input. */
  readonly input?: boolean;
  /** How gradients go back through ReLU; default: the derivative. */
  readonly relu?: ReluRule;
}

export interface GradientModel {
  readonly model: Model;
  /** Output, float32 [N, classes]. */
  readonly logits: string;
  /**
   * Input, float32 [N, classes]: score = Σ target · logits. One row per picture; a row of zeros asks for the class that
   * the network predicts.
   */
  readonly target: string;
  readonly layers: Readonly<Record<string, LayerOutputs>>;
  /** Output `gradients/input`, of the input's shape, where it was asked for. */
  readonly inputGradients?: string;
}

/** Names of outputs. */
export interface LayerOutputs {
  /** [N, C, H, W] */
  readonly activations: string;
  /** ∂score/∂activations, [N, C, H, W] */
  readonly gradients: string;
  /**
   * [N, C]: the classifier's weights selected by the target, target · W, where the layer feeds global average pooling
   * and one linear layer, as CAM needs.
   */
  readonly weights?: string;
  /** Why there are no weights: a sentence for people. */
  readonly reason?: string;
}

/**
 * The result is a new model whose outputs are the logits and, for each layer, `activations/<layer>`,
 * `gradients/<layer>` and where CAM's precondition holds `weights/<layer>`. Weights are the same objects as in the model
 * given, which is not changed (one of an old operator set is lifted to set 13). Batch, height and width stay as free as they were.
 *
 * @throws CamLensError `unknown-layer` where the graph has no such value, or the logits do not depend on it;
 * `operator-unsupported` naming a node that no gradient goes through; `model-unsupported` where it is not a float32
 * network of one picture; `bad-option` (see findLogits); `model-damaged` where the graph contradicts itself
 */
export function addGradients(model: Model, request: GradientRequest): GradientModel {
  const lifted = upgradeModel(model);
  const graph = indexGraph(lifted);
  const shapes = inferShapes(graph);
  const scores = findLogits(graph, shapes, request.logits);
  const input = findImageInput(graph, shapes, scores);
  checkPrecision(graph, scores);
  for (const [layer, value] of Object.entries(request.layers)) checkLayer(graph, shapes, layer, value);

  const builder = new GraphBuilder(graph);
  const target = builder.fresh('target');
  const heads = Object.values(request.layers).map((value) => findCamHead(graph, shapes, value, scores));
  const isFlat = shapes.get(scores)?.length !== 4;
  const logits = isFlat ? scores : builder.alias(builder.emit('Flatten', [scores], {}, 'score'), 'logits');
  const seed = emitSeed(builder, logits, target);
  const gradients = emitBackward(builder, shapes, {
    seeds: new Map([[scores, isFlat ? seed : builder.reshapeLike(seed, scores, 'score')]]),
    wanted: [...Object.values(request.layers), ...(request.input === true ? [input] : [])],
    relu: request.relu ?? 'standard',
  });

  const outputs: ValueInfoProto[] = [floatValue(logits, shapes.get(scores)?.slice(0, 2) ?? ['', ''])];
  const output = (name: string, value: string | undefined, shape: Shape, subject: string): string => {
    if (value === undefined) throw new CamLensError('unknown-layer', `The logits do not depend on ${subject}.`);
    const alias = builder.alias(value, name);
    outputs.push(floatValue(alias, shape));
    return alias;
  };
  const layers = Object.entries(request.layers).map(([layer, value], i): [string, LayerOutputs] => {
    const subject = `the layer "${layer}" (value "${value}")`;
    const shape = shapes.get(value) ?? ['', '', '', ''];
    const head = heads[i];
    const names = {
      activations: output(`activations/${layer}`, value, shape, subject),
      gradients: output(`gradients/${layer}`, gradients.get(value), shape, subject),
    };
    if (head === undefined || 'reason' in head) return [layer, { ...names, ...head }];
    const found = gradients.get(head.features);
    const isVector = found === undefined || shapes.get(head.features)?.length === 2;
    const weights = isVector ? found : builder.emit('Flatten', [found], {}, 'score');
    return [layer, { ...names, weights: output(`weights/${layer}`, weights, shape.slice(0, 2), subject) }];
  });
  const inputGradients =
    request.input === true
      ? { inputGradients: output('gradients/input', gradients.get(input), shapes.get(input) ?? [], 'the input') }
      : {};

  const targetInput = floatValue(target, shapes.get(scores)?.slice(0, 2) ?? ['', '']);
  const rewritten = assemble(lifted, builder, [...graph.inputs, targetInput], outputs);
  return { model: rewritten, logits, target, layers: Object.fromEntries(layers), ...inputGradients };
}

function checkLayer(graph: GraphIndex, shapes: Shapes, layer: string, value: string): void {
  const rank = shapes.get(value)?.length;
  if (graph.producers.has(value) && (rank === undefined || rank === 4)) return;
  const isThere = graph.producers.has(value);
  const candidates = [...graph.producers.keys()].filter((name) => shapes.get(name)?.length === 4).reverse();
  const shown = candidates.slice(0, 20).map((name) => `"${name}"`);
  const more = candidates.length > shown.length ? ` and ${candidates.length - shown.length} more` : '';
  throw new CamLensError(
    'unknown-layer',
    `The model has no layer "${layer}": ${isThere ? `its value "${value}" is not [N, C, H, W]` : `there is no value "${value}" in the graph`}. ` +
      `Values that can be explained, deepest first: ${shown.join(', ') || 'none'}${more}.`,
  );
}

/** The old nodes and the new, without what no output needs: it would only warn, hold memory, or want to be fed. */
function assemble(
  model: Model,
  builder: GraphBuilder,
  inputs: readonly ValueInfoProto[],
  outputs: readonly ValueInfoProto[],
): Model {
  const used = new Set(outputs.map(({ name }) => name));
  const kept: NodeProto[] = [];
  for (const node of [...builder.graph.nodes, ...builder.nodes].reverse()) {
    if (!node.output.some((name) => used.has(name))) continue;
    kept.push(node);
    for (const name of valuesRead(node)) used.add(name);
  }
  return withGraph(model, {
    node: kept.reverse(),
    initializer: [...model.graph.initializer, ...builder.initializers].filter(({ name }) => used.has(name)),
    input: inputs.filter(({ name }) => used.has(name)),
    output: [...outputs],
  });
}
