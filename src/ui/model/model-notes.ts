/** What visitors should know of a model: what its files do not say and was assumed, and what its loading noted. */
import type { Assumption } from '../../pipeline/model/describe-model.ts';
import { inputSize } from '../../pipeline/model/input-side.ts';
import type { LoadedModel } from '../../pipeline/model/loaded-model.ts';
import { sizeInWords } from '../shared/words.ts';

type Assumed = Pick<LoadedModel, 'assumed' | 'classes' | 'notes'> & {
  readonly description: Pick<LoadedModel['description'], 'input'>;
};

/** What was assumed, and how to say it. */
const sentences: Readonly<Record<Assumption, (model: Assumed) => string>> = {
  size: ({ description }) =>
    'The files do not say how large the pictures are that the network takes; ' +
    `${sizeInWords(inputSize(description.input))} pixels were assumed. ${bySaying('"size"')}`,
  normalization: ({ description }) =>
    `The files do not say how pictures are normalised; ${
      description.input.channels === 1 ? 'values of 0 to 1' : 'ImageNet statistics'
    } were assumed. ${bySaying('"normalization"')}`,
  classes: ({ classes }) =>
    `The files do not name the classes; “${classes[0] ?? ''}” to “${classes.at(-1) ?? ''}” are used. ` +
    'Add a list of names (.json or .txt) beside the model.',
};

function bySaying(field: string): string {
  return `Add a description (.json) with ${field} beside the model to say it.`;
}

/** One sentence or two for each. */
export function tellNotes(model: Assumed): readonly string[] {
  const { assumed = [], notes = [] } = model;
  return [...assumed.map((field) => sentences[field](model)), ...notes];
}
