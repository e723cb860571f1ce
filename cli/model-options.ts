/** Options about the model, for every command that runs one. */
import type { NormalizationName } from '../src/pipeline/model/normalizations.ts';
import { number, oneOf, path, text } from './parse-options.ts';

const normalizations = ['torch', 'tf', 'caffe', 'none', 'bytes'] as const satisfies readonly NormalizationName[];

export const sizeOption = number("side of the network's input in pixels (default: the model's own, or 224)", {
  least: 8,
  most: 4096,
  whole: true,
  fallback: undefined,
});

export const strideOption = number(
  "output stride: finer maps from the same weights (default: the network's own; 16 doubles the resolution of ResNet-50's last maps)",
  { least: 1, most: 1024, whole: true, fallback: undefined },
);

export const modelOptions = {
  stride: strideOption,
  normalization: oneOf(normalizations, "how pictures are normalised (default: the model's own, or torch)", undefined),
  output: text(
    'NAME',
    'the output to explain if there are several (default: the one called logits or output)',
    undefined,
  ),
  classes: path('FILE.json|FILE.txt', "class names (default: the model's own, or numbers)", undefined),
} as const;
