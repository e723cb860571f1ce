/**
 * A classifier, prepared once: all lists, refusals and rewrites in this folder use it, so all refuse the same models.
 * It is immutable.
 */
import { findAncestors, type GraphIndex } from '../onnx/graph.ts';
import { floatValue } from '../onnx/build.ts';
import type { Contents } from '../onnx/contents.ts';
import { takeKnownBranches } from '../onnx/known-branches.ts';
import { withGraph, type Model, type ValueInfoProto } from '../onnx/messages.ts';
import { inferGraph, inferValues, type InferredGraph, type Shapes } from '../onnx/shapes.ts';
import { upgradeModel } from '../onnx/upgrade.ts';
import { widenModel } from '../onnx/widen.ts';
import { floatsForBytes } from './byte-input.ts';
import { channelsFirst } from './channels-first.ts';
import { checkOperators } from './check-operators.ts';
import { checkPrecision } from './check-precision.ts';
import { checkWork } from './check-work.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { mapsForRows } from './flat-input.ts';
import { findImageInput } from './image-input.ts';
import { findLink, type Link } from './link.ts';
import { onePicture } from './one-picture.ts';
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
  /** The contents of its integer tensors. */
  readonly contents: Contents;
  /** The input that takes the picture, float32 [N, 3, H, W]. */
  readonly image: string;
  /** The value that holds the scores before softmax or sigmoid, [N, classes] or [N, classes, 1, 1]. */
  readonly scores: string;
  /** How the file turns scores into probabilities; undefined if it outputs the scores themselves. */
  readonly link: Link | undefined;
  /** The outputs that could hold scores, including that of `scores` unless the caller named another value. */
  readonly heads: readonly Head[];
  /** The same for pictures of one size, by size. */
  readonly #sized = new Map<string, Classifier>();

  /**
   * @param logits the caller's choice; default: the most suitable output, before a final softmax
   * @param classes the number of classes, if names determine it
   * @param known the graph of the model, if it is already prepared and indexed
   * @throws CamLensError `model-unsupported` if it is not a float32 network of one picture; `bad-option` (see
   *   findLogits); `model-damaged` if the graph contradicts itself; `limit-exceeded` and `operator-unsupported` if its
   *   work has no bound (see check-work.ts)
   */
  constructor(model: Model, logits?: string, classes?: number, known?: GraphIndex) {
    const { model: ready, inferred } =
      known === undefined ? makeReady(model) : takeKnownBranches(model, inferValues(known));
    const { graph, shapes, contents } = inferred;
    checkWork(inferred);
    const scores = findLogits(graph, shapes, logits, classes);
    const leading = findAncestors(graph, scores);
    const image = findImageInput(graph, shapes, leading.values);
    checkPrecision(graph, leading);
    checkOperators(ready, leading.nodes);
    this.model = ready;
    this.graph = graph;
    this.shapes = shapes;
    this.contents = contents;
    this.image = image;
    this.scores = scores;
    this.link = findLink(graph, scores);
    this.heads = findHeads(graph, shapes);
  }

  /**
   * The same with a fixed picture size, if it was free; the batch stays free. Gradients need this only if padding or
   * sampling depends on the picture's size: with free sizes, such nodes are refused.
   */
  at(size: PictureSize): Classifier {
    const [batch = '', channels = '', ...sides] = this.shapes.get(this.image) ?? [];
    if (sides.length > 0 && sides.every((side) => typeof side === 'number')) return this;
    const known = [size.height, size.width].map((side, axis) => {
      const declared = sides[axis];
      return typeof declared === 'number' ? declared : side;
    });
    const name = known.join(' × ');
    const made = this.#sized.get(name);
    if (made !== undefined) return made;
    const sizedInput = floatValue(this.image, [batch, channels, ...known]);
    const withSize = (infos: readonly ValueInfoProto[]): ValueInfoProto[] =>
      infos.map((info) => (info.name === this.image ? sizedInput : info));
    const { inputs, declared } = this.graph;
    const sized = new Classifier(
      withGraph(this.model, { input: withSize(this.model.graph.input) }),
      this.scores,
      undefined,
      { ...this.graph, inputs: withSize(inputs), declared: withSize(declared) },
    );
    this.#sized.set(name, sized);
    return sized;
  }
}

interface ReadyModel {
  readonly model: Model;
  readonly inferred: InferredGraph;
}

function makeReady(given: Model): ReadyModel {
  const upgraded = upgradeModel(widenModel(given));
  const changes = [floatsForBytes, mapsForRows, channelsFirst, onePicture];
  return changes.reduce<ReadyModel>(
    ({ model, inferred }, change) => {
      const changed = change(model, inferred);
      return { model: changed, inferred: changed === model ? inferred : inferGraph(changed) };
    },
    takeKnownBranches(upgraded, inferGraph(upgraded)),
  );
}

/** The scores as [N, classes], under a separate name if they are [N, classes, 1, 1]. */
export function emitLogits(builder: GraphBuilder, { scores, shapes }: Classifier): string {
  if (shapes.get(scores)?.length !== 4) return scores;
  return builder.alias(builder.emit('Flatten', [scores], {}, 'score'), 'logits');
}
