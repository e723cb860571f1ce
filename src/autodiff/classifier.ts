/**
 * A classifier made ready, once: every list, refusal and rewrite of the folder takes it, and all refuse the same models. It is
 * never changed.
 */
import type { GraphIndex } from '../onnx/graph.ts';
import { floatValue } from '../onnx/build.ts';
import { withGraph, type Model } from '../onnx/messages.ts';
import { inferGraph, type Shapes } from '../onnx/shapes.ts';
import { upgradeModel } from '../onnx/upgrade.ts';
import { channelsFirst } from './channels-first.ts';
import { checkOperators } from './check-operators.ts';
import { checkPrecision } from './check-precision.ts';
import { checkWork } from './check-work.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { findImageInput } from './image-input.ts';
import { findLink, type Link } from './link.ts';
import { findHeads, findLogits, type Head } from './score.ts';

/** Height and width in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export class Classifier {
  /** Of operator set 13 or newer, channels first. */
  readonly model: Model;
  readonly graph: GraphIndex;
  readonly shapes: Shapes;
  /** The input that takes the picture, float32 [N, 3, H, W]. */
  readonly image: string;
  /** The value that holds the scores before softmax or sigmoid, [N, classes] or [N, classes, 1, 1]. */
  readonly scores: string;
  /** What the file makes probabilities of the scores by; undefined where it gives the scores as they are. */
  readonly link: Link | undefined;
  /** The outputs that could hold scores, that of `scores` among them unless somebody named another value. */
  readonly heads: readonly Head[];
  /** The same for pictures of one size, by that size. */
  readonly #sized = new Map<string, Classifier>();

  /**
   * @param logits the caller's choice; default: the output that will do best, before a final softmax
   * @param classes how many there are, where names say so
   * @throws CamLensError `model-unsupported` where it is not a float32 network of one picture; `bad-option` (see
   * findLogits); `model-damaged` where the graph contradicts itself; `limit-exceeded` and `operator-unsupported` where its
   * work has no bound (see check-work.ts)
   */
  constructor(model: Model, logits?: string, classes?: number) {
    const upgraded = upgradeModel(model);
    const seen = inferGraph(upgraded);
    const ready = channelsFirst(upgraded, seen);
    const inferred = ready === upgraded ? seen : inferGraph(ready);
    const { graph, shapes } = inferred;
    checkWork(inferred);
    const scores = findLogits(graph, shapes, logits, classes);
    const image = findImageInput(graph, shapes, scores);
    checkPrecision(graph, scores);
    checkOperators(ready, graph, scores);
    this.model = ready;
    this.graph = graph;
    this.shapes = shapes;
    this.image = image;
    this.scores = scores;
    this.link = findLink(graph, scores);
    this.heads = findHeads(graph, shapes);
  }

  /**
   * The same, its picture of this size where it was free; the batch stays free. Gradients need no such thing but where
   * padding or sampling follows the picture's size: in a graph of free sizes those nodes are refused.
   */
  at(size: PictureSize): Classifier {
    const [batch = '', channels = '', ...sides] = this.shapes.get(this.image) ?? [];
    const known = [size.height, size.width].map((side, axis) => {
      const declared = sides[axis];
      return typeof declared === 'number' ? declared : side;
    });
    const name = known.join(' × ');
    const made = this.#sized.get(name);
    if (made !== undefined) return made;
    const input = this.model.graph.input.map((info) =>
      info.name === this.image ? floatValue(this.image, [batch, channels, ...known]) : info,
    );
    const sized = new Classifier(withGraph(this.model, { input }), this.scores);
    this.#sized.set(name, sized);
    return sized;
  }
}

/** The scores as [N, classes], under a name of their own where they are [N, classes, 1, 1]. */
export function emitLogits(builder: GraphBuilder, { scores, shapes }: Classifier): string {
  if (shapes.get(scores)?.length !== 4) return scores;
  return builder.alias(builder.emit('Flatten', [scores], {}, 'score'), 'logits');
}
