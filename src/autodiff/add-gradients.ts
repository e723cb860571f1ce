/** Rewrites a classifier so that it also outputs the activations and gradients of some of its layers. */
import { CamLensError } from '../errors.ts';
import { floatValue } from '../onnx/build.ts';
import { indexGraph, valuesRead, type GraphIndex } from '../onnx/graph.ts';
import { withGraph, type NodeProto, type ValueInfoProto } from '../onnx/messages.ts';
import type { Model } from '../onnx/read.ts';
import type { Shape } from '../onnx/dimensions.ts';
import { inferShapes, type Shapes } from '../onnx/shapes.ts';
import { emitBackward } from './backward.ts';
import { findCamHead } from './cam-head.ts';
import { GraphBuilder } from './graph-builder.ts';
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

const oldestOpset = 11;

/**
 * The result is a new model whose outputs are the logits and, for each layer, `activations/<layer>`,
 * `gradients/<layer>` and where CAM's precondition holds `weights/<layer>`. Weights are the same objects as in the model
 * given, which is not changed. Batch, height and width stay as free as they were.
 *
 * @throws CamLensError `unknown-layer` where the graph has no such value, or the logits do not depend on it;
 * `operator-unsupported` naming a node that no gradient goes through; `model-unsupported`, `bad-option` (see findLogits)
 */
export function addGradients(model: Model, request: GradientRequest): GradientModel {
  const graph = indexGraph(model);
  if (graph.opset < oldestOpset) {
    const advice = `convert it to ${oldestOpset} or newer`;
    throw new CamLensError('model-unsupported', `The model is written in ONNX operator set ${graph.opset}: ${advice}.`);
  }
  const shapes = inferShapes(graph);
  const logits = findLogits(graph, shapes, request.logits);
  const input = findInput(graph);
  for (const [layer, value] of Object.entries(request.layers)) checkLayer(graph, shapes, layer, value);

  const builder = new GraphBuilder(graph);
  const target = builder.fresh('target');
  const heads = Object.values(request.layers).map((value) => findCamHead(graph, shapes, value, logits));
  const gradients = emitBackward(builder, shapes, {
    seeds: new Map([[logits, emitSeed(builder, logits, target)]]),
    wanted: [...Object.values(request.layers), ...(request.input === true ? [input] : [])],
    relu: request.relu ?? 'standard',
  });

  const outputs: ValueInfoProto[] = [floatValue(logits, shapes.get(logits) ?? ['', ''])];
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
    const weights = gradients.get(head.features);
    return [layer, { ...names, weights: output(`weights/${layer}`, weights, shape.slice(0, 2), subject) }];
  });
  const inputGradients =
    request.input === true
      ? { inputGradients: output('gradients/input', gradients.get(input), shapes.get(input) ?? [], 'the input') }
      : {};

  const targetInput = floatValue(target, shapes.get(logits) ?? ['', '']);
  const rewritten = assemble(model, builder, [...graph.inputs, targetInput], outputs);
  return { model: rewritten, logits, target, layers: Object.fromEntries(layers), ...inputGradients };
}

function findInput(graph: GraphIndex): string {
  const [input] = graph.inputs;
  if (input === undefined) throw new CamLensError('model-unsupported', 'The model has no input for the picture.');
  return input.name;
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
