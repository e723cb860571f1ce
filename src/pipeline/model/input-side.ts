import { CamLensError } from '../../errors.ts';
import type { ModelDescription, ModelInput, Size } from '../types.ts';

type Sides = Pick<ModelDescription['input'], 'size' | 'height'>;

/**
 * Width of what the network is fed, in pixels: the one wanted, else the model's own. The height is the same unless the model
 * says another of that width (see inputSize).
 * @throws CamLensError `bad-option` where that is no size, or none that the model takes
 */
export function inputSide({ file, input }: Pick<ModelDescription, 'file' | 'input'>, wanted = input.size): number {
  if (!(Number.isInteger(wanted) && wanted > 0)) {
    throw new CamLensError('bad-option', `The input size is ${wanted}; a whole number of pixels was expected.`);
  }
  if (input.isFixed === undefined || wanted === input.size) return wanted;
  throw new CamLensError(
    'bad-option',
    `The input size is ${wanted}, but ${file} takes pictures of ${input.size} × ${input.height ?? input.size} pixels only.`,
  );
}

/** @param width by inputSide; the model's own unless given */
export function inputSize({ size, height }: Sides, width = size): Size {
  return { width, height: width === size ? (height ?? width) : width };
}

/** @param width by inputSide */
export function modelInput({ input }: Pick<ModelDescription, 'input'>, width: number): ModelInput {
  const { normalization, channels } = input;
  return { ...inputSize(input, width), normalization, ...(channels === undefined ? {} : { channels }) };
}
