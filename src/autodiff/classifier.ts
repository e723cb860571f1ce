/** A classifier made ready for a rewrite: every rewrite of the folder begins here, and refuses the same models. */
import type { GraphIndex } from '../onnx/graph.ts';
import type { Model } from '../onnx/messages.ts';
import { inferGraph, type Shapes } from '../onnx/shapes.ts';
import { upgradeModel } from '../onnx/upgrade.ts';
import { channelsFirst } from './channels-first.ts';
import { checkOperators } from './check-operators.ts';
import { checkPrecision } from './check-precision.ts';
import { checkWork } from './check-work.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { findImageInput } from './image-input.ts';
import { findLogits } from './score.ts';

export interface Classifier {
  /** Of operator set 13 or newer, channels first. */
  readonly model: Model;
  readonly graph: GraphIndex;
  readonly shapes: Shapes;
  /** The input that takes the picture, float32 [N, 3, H, W]. */
  readonly image: string;
  /** The value that holds the scores before softmax or sigmoid, [N, classes] or [N, classes, 1, 1]. */
  readonly scores: string;
}

/** What was found of each model, by the caller's choice of logits: a model is never changed, and is asked again and again. */
const found = new WeakMap<Model, Map<string | undefined, Classifier>>();

/**
 * @param logits the caller's choice; default: the first output that will do, before a final softmax
 * @throws CamLensError `model-unsupported` where it is not a float32 network of one picture; `bad-option` (see
 * findLogits); `model-damaged` where the graph contradicts itself; `limit-exceeded` and `operator-unsupported` where its
 * work has no bound (see check-work.ts)
 */
export function readClassifier(model: Model, logits?: string): Classifier {
  const known = found.get(model) ?? new Map<string | undefined, Classifier>();
  found.set(model, known);
  const classifier = known.get(logits) ?? findClassifier(model, logits);
  known.set(logits, classifier);
  return classifier;
}

function findClassifier(model: Model, logits: string | undefined): Classifier {
  const upgraded = upgradeModel(model);
  const seen = inferGraph(upgraded);
  const ready = channelsFirst(upgraded, seen);
  const inferred = ready === upgraded ? seen : inferGraph(ready);
  const { graph, shapes } = inferred;
  checkWork(inferred);
  const scores = findLogits(graph, shapes, logits);
  const image = findImageInput(graph, shapes, scores);
  checkPrecision(graph, scores);
  checkOperators(ready, graph, scores);
  return { model: ready, graph, shapes, image, scores };
}

/** The scores as [N, classes], under a name of their own where they are [N, classes, 1, 1]. */
export function emitLogits(builder: GraphBuilder, { scores, shapes }: Classifier): string {
  if (shapes.get(scores)?.length !== 4) return scores;
  return builder.alias(builder.emit('Flatten', [scores], {}, 'score'), 'logits');
}
