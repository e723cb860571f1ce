/** Rewrites a classifier to also output the activations and gradients of some of its layers. */
import { CamLensError } from '../errors.ts';
import { floatValue } from '../onnx/build.ts';
import type { ValueInfoProto } from '../onnx/messages.ts';
import type { Model } from '../onnx/messages.ts';
import type { Shape } from '../onnx/dimensions.ts';
import { emitRollout } from './attention-rollout.ts';
import { emitBackward } from './backward.ts';
import { camHeads } from './cam-head.ts';
import { checkLayer } from './check-layer.ts';
import { emitLogits, type Classifier } from './classifier.ts';
import { GraphBuilder } from './graph-builder.ts';
import { OutputNames } from './output-names.ts';
import { withParts } from './prune.ts';
import type { ReluRule } from './rules/index.ts';
import { emitSeed } from './score.ts';
import { showMaps } from './show-maps.ts';

export interface GradientRequest {
  /** Layer name → the value of the graph that holds its activations, in the order of maps or another (see maps.ts). */
  readonly layers: Readonly<Record<string, string>>;
  /** Layers for which only activations are needed, in the same form; no gradient is computed for them. */
  readonly features?: Readonly<Record<string, string>>;
  /** Also output the gradient with respect to the network's input. */
  readonly input?: boolean;
  /** How gradients go back through ReLU; default: the derivative. */
  readonly relu?: ReluRule;
  /** Also output the attention rollout (see attention-rollout.ts). */
  readonly rollout?: boolean;
}

export interface GradientModel {
  readonly model: Model;
  /** Output, float32 [N, classes]. */
  readonly logits: string;
  /**
   * Input, float32 [N, classes]: score = Σ target · logits. One row per picture; a row of zeros selects the predicted
   * class.
   */
  readonly target: string;
  readonly layers: Readonly<Record<string, LayerOutputs>>;
  /** Layer → output `activations/<layer>`, for the layers requested without gradients. */
  readonly features: Readonly<Record<string, string>>;
  /** Output `gradients/input`, of the input's shape, if it was requested. */
  readonly inputGradients?: string;
  /** Output `rollout`, [N, h, w], if it was requested. */
  readonly rollout?: string;
}

/** Names of outputs. */
export interface LayerOutputs {
  /** [N, C, H, W] */
  readonly activations: string;
  /** ∂score/∂activations, [N, C, H, W] */
  readonly gradients: string;
  /**
   * [N, C]: the classifier's weights selected by the target, target · W, if the layer feeds global average pooling and
   * one linear layer, as CAM needs.
   */
  readonly weights?: string;
  /** Why there are no weights: a sentence for users. */
  readonly reason?: string;
}

/**
 * Returns a new model whose outputs are the logits and, for each layer, `activations/<layer>`, `gradients/<layer>` and,
 * where CAM applies, `weights/<layer>`. Weights are the same objects as in the given model, which is not changed. (A
 * model of an old operator set is converted to set 13; one that takes [N, H, W, 3] will take [N, 3, H, W].) Free batch,
 * height and width stay free. Values that hold maps in another order pass through maps (see show-maps.ts).
 *
 * @throws CamLensError `unknown-layer` if the graph has no such value, or the logits do not depend on it;
 *   `operator-unsupported` naming a node that has no gradient
 */
export function addGradients(given: Classifier, request: GradientRequest): GradientModel {
  const features = Object.entries(request.features ?? {}).filter(([layer]) => !Object.hasOwn(request.layers, layer));
  for (const [layer, value] of [...Object.entries(request.layers), ...features]) checkLayer(given, layer, value);
  const heads = Object.values(request.layers).map(camHeads(given));
  const values = [...Object.values(request.layers), ...features.map(([, value]) => value)];
  const { classifier, mapOf } = showMaps(given, values);
  const { graph, shapes, scores, image } = classifier;

  const builder = new GraphBuilder(graph);
  const target = builder.fresh('target');
  const logits = emitLogits(builder, classifier);
  const seed = emitSeed(builder, logits, target);
  const gradients = emitBackward(builder, shapes, {
    seeds: new Map([[scores, logits === scores ? seed : builder.reshapeLike(seed, scores, 'score')]]),
    wanted: [...Object.values(request.layers).map(mapOf), ...(request.input === true ? [image] : [])],
    relu: request.relu ?? 'standard',
  });

  const outputNames = new OutputNames(builder, logits);
  const outputs: ValueInfoProto[] = [floatValue(logits, shapes.get(scores)?.slice(0, 2) ?? ['', ''])];
  const output = (name: string, value: string | undefined, shape: Shape, subject: string): string => {
    if (value === undefined) throw new CamLensError('unknown-layer', `The logits do not depend on ${subject}.`);
    const given = outputNames.give(value, name);
    outputs.push(floatValue(given, shape));
    return given;
  };
  const layers = Object.entries(request.layers).map(([layer, value], i): [string, LayerOutputs] => {
    const subject = `the layer "${layer}" (value "${value}")`;
    const map = mapOf(value);
    const shape = shapes.get(map) ?? ['', '', '', ''];
    const head = heads[i];
    const names = {
      activations: output(`activations/${layer}`, map, shape, subject),
      gradients: output(`gradients/${layer}`, gradients.get(map), shape, subject),
    };
    if (head === undefined || 'reason' in head) return [layer, { ...names, ...head }];
    const found = gradients.get(head.features);
    const isVector = found === undefined || shapes.get(head.features)?.length === 2;
    const weights = isVector ? found : builder.emit('Flatten', [found], {}, 'score');
    return [layer, { ...names, weights: output(`weights/${layer}`, weights, shape.slice(0, 2), subject) }];
  });
  const featureOutputs = features.map(([layer, value]): [string, string] => {
    const map = mapOf(value);
    const shape = shapes.get(map) ?? ['', '', '', ''];
    return [layer, output(`activations/${layer}`, map, shape, `the layer "${layer}"`)];
  });
  const inputGradients =
    request.input === true
      ? { inputGradients: output('gradients/input', gradients.get(image), shapes.get(image) ?? [], 'the input') }
      : {};

  const rollout =
    request.rollout === true
      ? { rollout: output('rollout', emitRollout(builder, classifier), ['', '', ''], 'attention') }
      : {};

  const targetInput = floatValue(target, shapes.get(scores)?.slice(0, 2) ?? ['', '']);
  const rewritten = withParts(classifier.model, {
    nodes: outputNames.apply([...graph.nodes, ...builder.nodes]),
    initializers: [...classifier.model.graph.initializer, ...builder.initializers],
    inputs: [...graph.inputs, targetInput],
    outputs,
  });
  return {
    ...{ model: rewritten, logits, target, layers: Object.fromEntries(layers) },
    features: Object.fromEntries(featureOutputs),
    ...inputGradients,
    ...rollout,
  };
}
