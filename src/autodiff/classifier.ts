/** A classifier made ready for a rewrite: every rewrite of the folder begins here, and refuses the same models. */
import { indexGraph, type GraphIndex } from '../onnx/graph.ts';
import type { Model } from '../onnx/read.ts';
import { inferShapes, type Shapes } from '../onnx/shapes.ts';
import { upgradeModel } from '../onnx/upgrade.ts';
import { channelsFirst } from './channels-first.ts';
import { checkPrecision } from './check-precision.ts';
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

/**
 * @param logits the caller's choice; default: the first output that will do, before a final softmax
 * @throws CamLensError `model-unsupported` where it is not a float32 network of one picture; `bad-option` (see
 * findLogits); `model-damaged` where the graph contradicts itself
 */
export function readClassifier(model: Model, logits?: string): Classifier {
  const ready = channelsFirst(upgradeModel(model));
  const graph = indexGraph(ready);
  const shapes = inferShapes(graph);
  const scores = findLogits(graph, shapes, logits);
  const image = findImageInput(graph, shapes, scores);
  checkPrecision(graph, scores);
  return { model: ready, graph, shapes, image, scores };
}

/** The scores as [N, classes], under a name of their own where they are [N, classes, 1, 1]. */
export function emitLogits(builder: GraphBuilder, { scores, shapes }: Classifier): string {
  if (shapes.get(scores)?.length !== 4) return scores;
  return builder.alias(builder.emit('Flatten', [scores], {}, 'score'), 'logits');
}
