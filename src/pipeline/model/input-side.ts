import { CamLensError } from '../../errors.ts';
import type { ModelDescription, ModelInput, Size } from '../types.ts';

type Sides = Pick<ModelDescription['input'], 'size' | 'height'>;

/**
 * Width of the network's input in pixels: the requested one, or else the model's own. The height is the same unless the
 * model has a different height for that width (see inputSize).
 * @throws CamLensError `bad-option` if it is not a valid size, or the model does not accept it
 */
export function inputSide({ file, input }: Pick<ModelDescription, 'file' | 'input'>, wanted = input.size): number {
  if (!(Number.isInteger(wanted) && wanted > 0)) {
    throw new CamLensError('bad-option', `The input size is ${wanted}; a whole number of pixels was expected.`);
  }
  if (input.isFixed === undefined || wanted === input.size) return wanted;
  throw new CamLensError(
    'bad-option',
    `The input size is ${wanted}, but ${file} takes only pictures of ${input.size} × ` +
      `${input.height ?? input.size} pixels.`,
  );
}

/** @param width from inputSide; default: the model's own */
export function inputSize({ size, height }: Sides, width = size): Size {
  return { width, height: width === size ? (height ?? width) : width };
}

/** @param width from inputSide */
export function modelInput({ input }: Pick<ModelDescription, 'input'>, width: number): ModelInput {
  const { normalization, channels } = input;
  return { ...inputSize(input, width), normalization, ...(channels === undefined ? {} : { channels }) };
}
