/**
 * Picture files → their records, in batches as large as machine and pictures allow. A bad picture does not affect the
 * others.
 */
import { uprightSize } from '../datasets/fit-boxes.ts';
import { describeError } from '../errors.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import { closePicture, decodeChecked, decodePicture } from '../pipeline/picture/decode.ts';
import { defaultConventions } from '../pipeline/recipe/defaults.ts';
import type { Explainer } from '../pipeline/api/explainer.ts';
import { answer, type Answer } from '../pipeline/worker/answer.ts';
import { beat } from '../pipeline/pulse.ts';
import { checkTarget } from '../pipeline/recipe/target.ts';
import { cutIntoBatches } from './cut-into-batches.ts';
import { boxesOfMask, checkMaskSize, openMask } from './true-mask.ts';
import type { DecodedPicture } from './explanation-records.ts';
import { measureBatch } from './measure-batch.ts';
import type { RunChoice, TruePicture } from './run-choice.ts';

/** A picture file with its true class and boxes. */
export interface UndecodedPicture {
  readonly file: Blob;
  readonly truth: TruePicture;
}

/** Limit on the pixels of pictures decoded together (512 MiB). A larger picture is decoded alone. */
const mostDecoded = 2 ** 27;

/**
 * @returns for each file its record, or the error
 * @throws CamLensError `device-lost`: then nothing is known about any of them
 */
export async function measureFiles(
  explainer: Explainer,
  files: readonly UndecodedPicture[],
  choice: RunChoice,
): Promise<Answer<PictureRecord>[]> {
  const measured: Answer<PictureRecord>[] = [];
  for (const together of cutByPixels(files)) measured.push(...(await measureTogether(explainer, together, choice)));
  return measured;
}

function cutByPixels(files: readonly UndecodedPicture[]): UndecodedPicture[][] {
  const groups: UndecodedPicture[][] = [];
  let pixels = Infinity;
  for (const file of files) {
    const { width, height } = file.truth.header?.size ?? { width: 0, height: 0 };
    if (pixels + width * height > mostDecoded) {
      groups.push([]);
      pixels = 0;
    }
    groups.at(-1)?.push(file);
    pixels += width * height;
  }
  return groups;
}

async function measureTogether(
  explainer: Explainer,
  files: readonly UndecodedPicture[],
  choice: RunChoice,
): Promise<Answer<PictureRecord>[]> {
  const opened = await Promise.all(files.map((file) => answer(() => open(explainer, file, choice))));
  const shown = opened.flatMap((one) => (one.ok ? [one.value] : []));
  try {
    const records = new Map<DecodedPicture, Answer<PictureRecord>>();
    const { methods, layers, conventions = defaultConventions } = choice;
    const heatmaps = methods.length * layers.length * conventions.length;
    for (const batch of cutIntoBatches(shown, explainer.together(methods, layers), heatmaps)) {
      const measured = await measureApart(explainer, batch, choice);
      batch.forEach((one, i) => records.set(one, measured[i] as Answer<PictureRecord>));
    }
    return opened.map((one) => (one.ok ? (records.get(one.value) as Answer<PictureRecord>) : one));
  } finally {
    shown.forEach(({ picture }) => closePicture(picture));
  }
}

async function open(
  explainer: Explainer,
  { file, truth }: UndecodedPicture,
  choice: RunChoice,
): Promise<DecodedPicture> {
  if (choice.sources.includes('true')) checkTarget(truth.class, explainer.classes.length);
  const { path, header } = truth;
  const shown = header?.size && uprightSize({ ...header.size, orientation: header.orientation });
  const mask = truth.mask && (await openMask(truth.mask, shown));
  const picture = await (header === undefined ? decodePicture(file, path) : decodeChecked(file, path, header));
  beat();
  if (truth.mask === undefined || mask === undefined) return { picture, truth };
  try {
    checkMaskSize(mask, picture, truth.mask.place);
    return { picture, truth: { ...truth, boxes: boxesOfMask(mask) }, mask };
  } catch (error) {
    closePicture(picture);
    throw error;
  }
}

/** Together and, if that fails, one by one, so that only the bad ones fail. */
async function measureApart(
  explainer: Explainer,
  batch: readonly DecodedPicture[],
  choice: RunChoice,
): Promise<Answer<PictureRecord>[]> {
  try {
    const records = await explainer.recovering(() => measureBatch(explainer, batch, choice));
    return records.map((value) => ({ ok: true, value }));
  } catch (cause) {
    const error = describeError(cause);
    if (error.code === 'device-lost') throw cause;
    if (batch.length === 1) return [{ ok: false, error }];
    const apart: Answer<PictureRecord>[] = [];
    for (const one of batch) apart.push(...(await measureApart(explainer, [one], choice)));
    return apart;
  }
}
