/** One picture → its record. */
import type { PictureRecord } from '../evaluation/record.ts';
import type { Explainer } from '../pipeline/explainer.ts';
import type { Picture } from '../pipeline/types.ts';
import { measureBatch } from './measure-batch.ts';
import type { RunChoice, TruePicture } from './run-choice.ts';

/**
 * @param picture the decoded file of `truth`
 * @throws CamLensError as `measureBatch`
 */
export async function measurePicture(
  explainer: Explainer,
  picture: Picture,
  truth: TruePicture,
  choice: RunChoice,
): Promise<PictureRecord> {
  const [record] = await measureBatch(explainer, [{ picture, truth }], choice);
  return record as PictureRecord;
}
