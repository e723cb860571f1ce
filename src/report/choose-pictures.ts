/** The pictures shown in a report: a bounded number, independent of the order of the records. */
import { bestIou } from '../evaluation/iou.ts';
import { mean } from '../evaluation/mean.ts';
import { sortedById } from '../evaluation/merge.ts';
import { randomIndices } from '../random.ts';
import { explanationOf, haveBoxes, type ExplanationKey, type PictureRecord } from '../evaluation/record.ts';
import { TopList } from '../evaluation/top-list.ts';

export interface ChosenPictures {
  readonly title: string;
  /** How they were chosen. */
  readonly rule: string;
  readonly pictures: readonly PictureRecord[];
}

/** Of the pictures drawn at random. */
export const gallerySeed = 1;

/** Pictures in each list, as rows of four: two rows of many, one of some, a quarter of a few. */
function roomFor(pictures: number): number {
  const quarter = Math.ceil(pictures / 4);
  return quarter >= 8 ? 8 : Math.min(4, quarter);
}

/** Of the stored and drawn box; undefined if the picture has no such explanation. */
export function drawnIou(record: PictureRecord, key: ExplanationKey): number | undefined {
  const explanation = explanationOf(record, key);
  return explanation && bestIou(explanation.box, record.boxes ?? []);
}

/**
 * Best, worst, most disagreement and some at random; without true boxes, the worst classified and some at random.
 * @param keys one for each method
 */
export function choosePictures(records: readonly PictureRecord[], keys: readonly ExplanationKey[]): ChosenPictures[] {
  const room = roomFor(records.length);
  const iousOf = (record: PictureRecord): number[] => keys.flatMap((key) => drawnIou(record, key) ?? []);
  const random = {
    title: 'At random',
    rule: `drawn with seed ${gallerySeed}`,
    pictures: sample(sortedById(records), room),
  };
  if (!haveBoxes(records)) {
    const wrong = new TopList<PictureRecord>(room, ({ rank }) => (rank === 1 ? undefined : rank));
    records.forEach((record) => wrong.offer(record));
    return [{ title: 'Taken for another class', rule: 'lowest rank of the true class', pictures: wrong.items }, random];
  }
  const top = (valueOf: (ious: readonly number[]) => number): readonly PictureRecord[] => {
    const list = new TopList<PictureRecord>(room, (record) => {
      const ious = iousOf(record);
      return ious.length === 0 ? undefined : valueOf(ious);
    });
    records.forEach((record) => list.offer(record));
    return list.items;
  };
  const of = keys.length > 1 ? 'mean IoU over the methods drawn' : 'IoU';
  const spread = (ious: readonly number[]): number => Math.max(...ious) - Math.min(...ious);
  return [
    { title: 'Best', rule: `highest ${of}`, pictures: top(mean) },
    { title: 'Worst', rule: `lowest ${of}`, pictures: top((ious) => -mean(ious)) },
    ...(keys.length > 1
      ? [
          {
            title: 'Most disagreement',
            rule: 'largest difference between the IoUs of two of them',
            // Pictures on which all agree show no disagreement.
            pictures: top(spread).filter((record) => spread(iousOf(record)) > 0),
          },
        ]
      : []),
    random,
  ];
}

/** Without replacement (the first steps of the Fisher–Yates shuffle), in the order of the draws. */
function sample<Item>(items: readonly Item[], room: number): Item[] {
  const random = randomIndices(gallerySeed);
  const left = [...items];
  return Array.from({ length: Math.min(room, left.length) }, (_, i) => {
    const drawn = i + random(left.length - i);
    [left[i], left[drawn]] = [left[drawn]!, left[i]!];
    return left[i];
  });
}
