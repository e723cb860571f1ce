/**
 * The metadata of an ONNX file (metadata_props). The key `cam-lens` holds the JSON that may also be stored beside the
 * model. Other keys are read as exporters write them, in JSON or Python notation:
 *
 * - `input_size`, `imgsz`: a number of pixels, or height and width;
 * - `mean`, `std`: one number or three, for channels 0…1, or 0…255 if one of them is above 1;
 * - `classes`, `names`, `labels`: a list of names, or index → name.
 *
 * Ultralytics writes no mean, and uses channels 0…1.
 */
import { CamLensError } from '../../errors.ts';
import type { Model } from '../../onnx/messages.ts';
import { readClassNames } from './class-names.ts';
import { normalizationFrom, normalizations } from './normalizations.ts';
import { parseLiteral } from './python-literal.ts';
import { deviations, readDescription, sides, triple, type PartialDescription } from './read-description.ts';

/** @throws CamLensError `model-damaged` naming file and key */
export function readMetadata(model: Model, file: string): PartialDescription {
  const entries = new Map(model.metadataProps.map(({ key, value }) => [key, value]));
  const read = <T>(keys: readonly string[], reader: (value: unknown, title: string) => T): T | undefined => {
    const key = keys.find((each) => entries.has(each));
    if (key === undefined) return undefined;
    const title = `${file}: the metadata "${key}"`;
    return reader(parse(entries.get(key) ?? '', title), title);
  };
  const size = read(['input_size', 'imgsz'], sides);
  const mean = read(['mean'], triple);
  const std = read(['std'], deviations);
  const classes = read(['classes', 'names', 'labels'], readClassNames);
  const isUltralytics = entries.get('author') === 'Ultralytics';
  const normalization =
    mean !== undefined || std !== undefined
      ? normalizationFrom(mean, std)
      : isUltralytics
        ? normalizations.none
        : undefined;
  return {
    ...size,
    ...(normalization === undefined ? {} : { normalization }),
    ...(classes === undefined ? {} : { classes }),
    ...read(['cam-lens'], readDescription),
  };
}

function parse(text: string, title: string): unknown {
  try {
    return parseLiteral(text);
  } catch (cause) {
    throw new CamLensError('model-damaged', `${title} is neither JSON nor valid Python notation.`, { cause });
  }
}
