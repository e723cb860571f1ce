/** One picture → its record, as a batch of one. */
import type { PictureRecord } from '../../../src/evaluation/record.ts';
import type { Explainer } from '../../../src/pipeline/api/explainer.ts';
import type { Picture } from '../../../src/pipeline/types.ts';
import { measureBatch } from '../../../src/runs/measure-batch.ts';
import type { RunChoice, TruePicture } from '../../../src/runs/run-choice.ts';

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
