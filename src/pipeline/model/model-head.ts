/** Which output of a model is explained, and what makes probabilities of it. */
import type { Classifier } from '../../autodiff/classifier.ts';
import type { Link } from '../../autodiff/link.ts';
import { knownSize } from '../../onnx/dimensions.ts';
import type { ModelDescription } from '../types.ts';

type Described = Pick<ModelDescription, 'probabilities'>;

/** As somebody said; as the file has it; else softmax, and of a single class sigmoid. */
export function linkOf({ probabilities }: Described, { link, shapes, scores }: Classifier): Link {
  return probabilities ?? link ?? (knownSize(shapes.get(scores)?.[1]) === 1 ? 'sigmoid' : 'softmax');
}

/** Sentences for people: which output is explained where there are several, and what was taken for granted of it. */
export function tellHead(
  description: Pick<ModelDescription, 'file' | 'probabilities'>,
  classifier: Classifier,
  isChosen: boolean,
): readonly string[] {
  const { heads, scores, link } = classifier;
  const { file, probabilities } = description;
  const own = heads.find((head) => head.scores === scores)?.output ?? scores;
  const others = heads.filter((head) => head.scores !== scores).slice(0, mostTold);
  const named = others.map(({ output }) => `"${output}"`).join(', ');
  return [
    ...(isChosen || others.length === 0
      ? []
      : [`${file} has several outputs that could hold classes: "${own}" is explained, not ${named} (--output).`]),
    ...(link !== undefined || probabilities !== undefined
      ? []
      : [`${file} ends in scores: ${linkOf(description, classifier)} was assumed to make probabilities of them.`]),
  ];
}

/** Outputs named in a message. */
const mostTold = 5;
