/** Saves what the page shows as a file: the blend with its boxes, or the raw map as numbers. */
import type { Explanation } from '../../pipeline/recipe/explanation.ts';
import { nameBy } from '../../pipeline/recipe/conventions.ts';
import type { BoxMark } from '../shared/box-marks.ts';
import { mapAsCsv, mapAsNpy } from '../shared/map-files.ts';
import { blendWithBoxes, download } from '../shared/save-blend.ts';
import type { LensController } from './lens-controller.ts';

/** The blend as a picture, or the raw map as numbers. */
export type SavedFile = 'png' | 'csv' | 'npy';

const mapFiles = { csv: mapAsCsv, npy: mapAsNpy } as const;

/**
 * @param marks the boxes that are shown
 * @throws CamLensError as `Lens.paint`
 */
export async function saveFile(
  lens: LensController,
  file: SavedFile,
  marks: readonly BoxMark[],
  explanation: Explanation | undefined,
): Promise<void> {
  const { picture, settings } = lens.state;
  if (picture?.size === undefined) return;
  const stem = picture.source.name.replace(/\.[^.]*$/, '');
  const name = `${stem}.${nameBy(settings.method, settings.convention)}.${settings.layer}.${file}`;
  if (file !== 'png') {
    if (explanation !== undefined) download(mapFiles[file](explanation.map), name);
    return;
  }
  const bitmap = await lens.paintFull();
  if (bitmap !== undefined) download(await blendWithBoxes(bitmap, picture.size, marks), name);
}
