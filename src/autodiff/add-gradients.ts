/** Rewrites a classifier so that it also outputs the activations and gradients of some of its layers. */
import { CamLensError } from '../errors.ts';
import { floatValue } from '../onnx/build.ts';
import type { ValueInfoProto } from '../onnx/messages.ts';
import type { Model } from '../onnx/messages.ts';
import type { Shape } from '../onnx/dimensions.ts';
import { emitBackward } from './backward.ts';
import { camHeads } from './cam-head.ts';
import { checkLayer } from './check-layer.ts';
import { emitLogits, type Classifier } from './classifier.ts';
import { GraphBuilder } from './graph-builder.ts';
import { withParts } from './prune.ts';
import type { ReluRule } from './rules/index.ts';
import { emitSeed } from './score.ts';

export interface GradientRequest {
  /** Layer name → the value of the graph that holds its activations, [N, C, H, W]. */
  readonly layers: Readonly<Record<string, string>>;
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
 * given, which is not changed (one of an old operator set is lifted to set 13, one that takes [N, H, W, 3] takes [N, 3, H, W]). Batch, height and
 * width stay as free as they were.
 *
 * @throws CamLensError `unknown-layer` where the graph has no such value, or the logits do not depend on it;
 * `operator-unsupported` naming a node that no gradient goes through
 */
export function addGradients(classifier: Classifier, request: GradientRequest): GradientModel {
  const { graph, shapes, scores, image } = classifier;
  for (const [layer, value] of Object.entries(request.layers)) checkLayer(classifier, layer, value);

  const builder = new GraphBuilder(graph);
  const target = builder.fresh('target');
  const heads = Object.values(request.layers).map(camHeads(graph, shapes, scores));
  const logits = emitLogits(builder, classifier);
  const seed = emitSeed(builder, logits, target);
  const gradients = emitBackward(builder, shapes, {
    seeds: new Map([[scores, logits === scores ? seed : builder.reshapeLike(seed, scores, 'score')]]),
    wanted: [...Object.values(request.layers), ...(request.input === true ? [image] : [])],
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
      ? { inputGradients: output('gradients/input', gradients.get(image), shapes.get(image) ?? [], 'the input') }
      : {};

  const targetInput = floatValue(target, shapes.get(scores)?.slice(0, 2) ?? ['', '']);
  const rewritten = withParts(classifier.model, {
    nodes: [...graph.nodes, ...builder.nodes],
    initializers: [...classifier.model.graph.initializer, ...builder.initializers],
    inputs: [...graph.inputs, targetInput],
    outputs,
  });
  return { model: rewritten, logits, target, layers: Object.fromEntries(layers), ...inputGradients };
}
