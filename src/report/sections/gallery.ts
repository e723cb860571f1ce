/** Selected pictures with the boxes found and the true ones. */
import { explanationOf, type PictureRecord } from '../../evaluation/record.ts';
import { splitRecords } from '../../evaluation/splits.ts';
import { boxedPicture, type MarkedBox } from '../boxed-picture.ts';
import { choosePictures, drawnIou, type ChosenPictures } from '../choose-pictures.ts';
import { bestKeys, boxedKeys, shownSource, type ShownKey } from '../chosen-keys.ts';
import { markup, nameMarkup, type Markup } from '../markup.ts';
import { share, threshold } from '../numbers.ts';
import { readName } from '../../pipeline/recipe/conventions.ts';
import { classNameOf, colourOf, keyInWords, titleOf, type Report } from '../report.ts';

/** More boxes would hide each other. */
const mostDrawn = 3;
/** Solid, and drawn first, so that where boxes coincide it shows through the gaps of the dashed ones. */
const truth = { label: 'true', dashes: 'none' } as const;
const dashes = ['none', '7 5', '2.5 4'] as const;

/** Ids of the pictures that a report needs thumbnails of. */
export function shownIds(report: Pick<Report, 'records' | 'summary'>): readonly string[] {
  return [...new Set(shownPictures(report).flatMap(({ pictures }) => pictures.map(({ id }) => id)))];
}

function shownPictures({ records, summary }: Pick<Report, 'records' | 'summary'>): ChosenPictures[] {
  return choosePictures(splitRecords(records).test, drawnKeys({ summary }));
}

export function gallery(report: Report): Markup | null {
  const keys = drawnKeys(report);
  if (keys.length === 0) return null;
  if (report.thumbnails === null) {
    return markup`<section id="pictures"><h2>Pictures</h2><p>The pictures were not available when this page was made, so none are shown.</p></section>`;
  }
  const areBoxed = boxedKeys(keys).length > 0;
  const left = Object.keys(report.summary.methods).length - keys.length;
  return markup`<section id="pictures"><h2>Pictures</h2>
<p>Boxes at τ = ${threshold(report.choice.boxThreshold)}, ${shownSource(report.summary)}${areBoxed ? ', each with its IoU' : ''}: ${keys.map((key, i) => markup`${i === 0 ? '' : ', '}<i class="key" style="background:${colourOf(report, key.method)}"></i>${keyInWords(report, key)}`)}${areBoxed ? markup`, <i class="key" style="background:${report.truthColour}"></i>true boxes` : null}.${left > 0 ? ` Boxes of further methods and conventions are not drawn.` : ''}</p>
${shownPictures(report).map(
  ({ title, rule, pictures }) =>
    markup`<h3>${title} <small>${rule}</small></h3><ul class="gallery" data-list="${title}">${
      pictures.length === 0
        ? markup`<li class="none">None${areBoxed ? ': they agree on every picture' : ''}.</li>`
        : pictures.map((record) => tile(report, keys, record))
    }</ul>`,
)}</section>`;
}

/**
 * Keys of one convention only, because another convention's boxes of the same method would overlap in the same colour.
 */
function drawnKeys({ summary }: Pick<Report, 'summary'>): ShownKey[] {
  const keys = bestKeys(summary);
  const conventionOf = ({ method }: ShownKey): string => readName(method).convention;
  return keys.filter((key) => conventionOf(key) === conventionOf(keys[0]!)).slice(0, mostDrawn);
}

function tile(report: Report, keys: readonly ShownKey[], record: PictureRecord): Markup {
  const { id, width, height, predicted, boxes = [] } = record;
  const { classes } = report.model;
  const found = keys.flatMap((key, i): MarkedBox[] => {
    const box = explanationOf(record, key)?.box ?? null;
    if (box === null) return [];
    const iou = drawnIou(record, key);
    const label = `${titleOf(report, key.method)}${iou === undefined ? '' : ` ${iou.toFixed(2)}`}`;
    return [{ label, box, colour: colourOf(report, key.method), dashes: dashes[i] ?? 'none' }];
  });
  const name = classNameOf(classes, record.class);
  const values = keys.flatMap((key) => {
    const iou = drawnIou(record, key);
    return iou === undefined ? [] : [`${titleOf(report, key.method)} ${share(iou)}`];
  });
  const marks = [...boxes.map((box) => ({ ...truth, colour: report.truthColour, box })), ...found];
  return markup`<li><figure data-picture="${id}">${boxedPicture({ width, height }, report.thumbnails?.get(id), values.length === 0 ? name : `${name}; IoU of ${values.join(', ')}`, marks)}
<figcaption><strong>${nameMarkup(name)}</strong>${
    predicted === record.class ? null : markup`, taken for ${nameMarkup(classNameOf(classes, predicted))}`
  }<br>${nameMarkup(id)}</figcaption></figure></li>`;
}
