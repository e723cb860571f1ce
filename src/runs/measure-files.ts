/** Picture files → their records, in as large batches as machine and pictures bear. What is wrong with one harms no other. */
import { describeError } from '../errors.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import { closePicture, decodeChecked, decodePicture } from '../pipeline/picture/decode.ts';
import { defaultConventions } from '../pipeline/recipe/defaults.ts';
import type { Explainer } from '../pipeline/api/explainer.ts';
import { answer, type Answer } from '../pipeline/worker/answer.ts';
import { beat } from '../pipeline/pulse.ts';
import { checkTarget } from '../pipeline/recipe/target.ts';
import { cutIntoBatches } from './cut-into-batches.ts';
import type { Shown } from './explanation-records.ts';
import { measureBatch } from './measure-batch.ts';
import type { RunChoice, TruePicture } from './run-choice.ts';

/** A picture that is not decoded yet, and what is true of it. */
export interface PictureFile {
  readonly file: Blob;
  readonly truth: TruePicture;
}

/** Of pictures that are decoded at once: 512 MiB. One that has more is decoded by itself. */
const mostDecoded = 2 ** 27;

/**
 * @returns for each file its record, or why there is none
 * @throws CamLensError `device-lost`: nothing is known of any of them then
 */
export async function measureFiles(
  explainer: Explainer,
  files: readonly PictureFile[],
  choice: RunChoice,
): Promise<Answer<PictureRecord>[]> {
  const measured: Answer<PictureRecord>[] = [];
  for (const together of cutByPixels(files)) measured.push(...(await measureTogether(explainer, together, choice)));
  return measured;
}

function cutByPixels(files: readonly PictureFile[]): PictureFile[][] {
  const groups: PictureFile[][] = [];
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
  files: readonly PictureFile[],
  choice: RunChoice,
): Promise<Answer<PictureRecord>[]> {
  const opened = await Promise.all(files.map((file) => answer(() => open(explainer, file, choice))));
  const shown = opened.flatMap((one) => (one.ok ? [one.value] : []));
  try {
    const records = new Map<Shown, Answer<PictureRecord>>();
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

async function open(explainer: Explainer, { file, truth }: PictureFile, choice: RunChoice): Promise<Shown> {
  if (choice.sources.includes('true')) checkTarget(truth.class, explainer.classes.length);
  const { path, header } = truth;
  const picture = await (header === undefined ? decodePicture(file, path) : decodeChecked(file, path, header));
  beat();
  return { picture, truth };
}

/** Together; and where that fails each by itself, so that it fails alone. */
async function measureApart(
  explainer: Explainer,
  batch: readonly Shown[],
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
