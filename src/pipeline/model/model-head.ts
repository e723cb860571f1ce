/** Which output of a model is explained, and how it becomes probabilities. */
import type { Classifier } from '../../autodiff/classifier.ts';
import type { Link } from '../../autodiff/link.ts';
import { knownSize } from '../../onnx/dimensions.ts';
import type { ModelDescription } from '../types.ts';

/** The outputs of a model that could hold the scores of classes. */
export interface ModelOutputs {
  /** The one explained, or the value of the graph named instead. */
  readonly explained: string;
  /** The others, in the file's order. */
  readonly others: readonly string[];
}

export function outputsOf({ heads, scores }: Classifier): ModelOutputs {
  return {
    explained: heads.find((head) => head.scores === scores)?.output ?? scores,
    others: heads.filter((head) => head.scores !== scores).map(({ output }) => output),
  };
}

type Described = Pick<ModelDescription, 'probabilities'>;

/** As described, or as in the file; otherwise softmax or, with a single class, sigmoid. */
export function linkOf({ probabilities }: Described, { link, shapes, scores }: Classifier): Link {
  return probabilities ?? link ?? (knownSize(shapes.get(scores)?.[1]) === 1 ? 'sigmoid' : 'softmax');
}

/** Sentences for users: which output is explained if there are several, and what was assumed about it. */
export function tellHead(
  description: Pick<ModelDescription, 'file' | 'probabilities'>,
  classifier: Classifier,
  isChosen: boolean,
): readonly string[] {
  const { link } = classifier;
  const { file, probabilities } = description;
  const { explained, others } = outputsOf(classifier);
  const named = others
    .slice(0, mostTold)
    .map((output) => `"${output}"`)
    .join(', ');
  return [
    ...(isChosen || others.length === 0
      ? []
      : [`${file} has several outputs that could hold classes: "${explained}" is explained, not ${named} (--output).`]),
    ...(link !== undefined || probabilities !== undefined
      ? []
      : [`${file} outputs scores: ${linkOf(description, classifier)} was assumed for their probabilities.`]),
  ];
}

/** Most outputs to name in a message. */
const mostTold = 5;
