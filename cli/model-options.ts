/** What every command that runs a model may be told of it. */
import type { NormalizationName } from '../src/pipeline/model/normalizations.ts';
import { number, oneOf, text } from './parse-options.ts';

const normalizations = ['torch', 'tf', 'caffe', 'none'] as const satisfies readonly NormalizationName[];

export const sizeOption = number("side of the network's input in pixels (what the model says, else 224)", {
  least: 8,
  most: 4096,
  whole: true,
  fallback: undefined,
});

export const modelOptions = {
  normalization: oneOf(normalizations, 'how the model wants its pictures (what it says, else torch)', undefined),
  output: text(
    'NAME',
    'the output whose classes are explained, where there are several (the one called logits or output)',
    undefined,
  ),
  classes: text('FILE.json|FILE.txt', "the model's class names (what it says, else numbers)", undefined),
} as const;
