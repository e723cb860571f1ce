import { CamLensError } from '../../errors.ts';
import type { ModelDescription } from '../types.ts';

/**
 * Width and height of what the network is fed, in pixels: those wanted, else the model's own.
 * @throws CamLensError `bad-option` where that is no size, or none that the model takes
 */
export function inputSide({ file, input }: Pick<ModelDescription, 'file' | 'input'>, wanted = input.size): number {
  if (!(Number.isInteger(wanted) && wanted > 0)) {
    throw new CamLensError('bad-option', `The input size is ${wanted}; a whole number of pixels was expected.`);
  }
  if (input.isFixed === undefined || wanted === input.size) return wanted;
  throw new CamLensError(
    'bad-option',
    `The input size is ${wanted}, but ${file} takes pictures of ${input.size} × ${input.size} pixels only.`,
  );
}
