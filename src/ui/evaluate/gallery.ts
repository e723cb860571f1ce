/** Selected pictures of a run with thumbnails: a bounded number, however long the run is. */
import { explanationOf, type PictureRecord } from '../../evaluation/record.ts';
import { TopList } from '../../evaluation/top-list.ts';
import { formats } from '../../datasets/formats.ts';
import { seedOf } from '../../random.ts';
import { makeThumbnail } from '../../report/thumbnail.ts';
import { choiceOf, type RunHead, type RunSettings } from '../../runs/kept-run.ts';
import { runMethods, type RunMethod } from './run-methods.ts';
import { own } from '../../own.ts';

/** Number of pictures in each list. */
const room = 8;

interface GalleryList {
  readonly title: string;
  readonly pictures: TopList<PictureRecord>;
  /** The methods whose boxes are drawn. */
  readonly drawn: readonly RunMethod[];
}

export type GalleryHead = Pick<RunHead, 'settings' | 'info' | 'format'>;

export class Gallery {
  readonly lists: readonly GalleryList[];
  readonly #thumbnails = new Map<string, string>();

  constructor({ settings, info, format = 'voc' }: GalleryHead) {
    const { thresholds, boxThreshold } = choiceOf(settings);
    const at = thresholds.indexOf(boxThreshold);
    const iouOf = (record: PictureRecord, { name }: RunMethod): number | undefined =>
      explanationOf(record, keyOf(record, name, settings))?.ious?.[at];
    const list = (
      title: string,
      drawn: readonly RunMethod[],
      valueOf: (record: PictureRecord) => number | undefined,
    ): GalleryList => ({ title, drawn, pictures: new TopList(room, valueOf) });
    const apart = (one: RunMethod | undefined, other: RunMethod | undefined): readonly GalleryList[] => {
      if (one === undefined || other === undefined) return [];
      const spread = (record: PictureRecord): number | undefined => {
        const [a, b] = [iouOf(record, one), iouOf(record, other)];
        return a === undefined || b === undefined ? undefined : Math.abs(a - b);
      };
      return [list(`${one.title} and ${other.title} disagree most`, [one, other], spread)];
    };
    const all = runMethods(settings, info.methods);
    // Only one convention, because more boxes would hide each other.
    const groups = [...new Set(all.map(({ convention }) => convention))].map((convention) =>
      all.filter((one) => one.convention === convention),
    );
    if (!formats[format].hasBoxes) {
      const drawn = groups[0] ?? [];
      this.lists = [
        list('Taken for another class', drawn, ({ rank }) => (rank === 1 ? undefined : rank)),
        list('At random', drawn, ({ id }) => seedOf(id)),
      ];
      return;
    }
    this.lists = [
      ...groups.flatMap(([first, second]) => apart(first, second)),
      ...groups.slice(1).flatMap(([first]) => apart(all[0], first)),
      ...groups.flatMap((group) =>
        group.flatMap((method) => [
          list(`Best by ${method.title}`, group, (record) => iouOf(record, method)),
          list(`Worst by ${method.title}`, group, (record) => {
            const value = iouOf(record, method);
            return value === undefined ? undefined : -value;
          }),
        ]),
      ),
    ];
  }

  offer(record: PictureRecord): void {
    for (const { pictures } of this.lists) pictures.offer(record);
    for (const [id, address] of this.#thumbnails) {
      if (this.#shows(id)) continue;
      URL.revokeObjectURL(address);
      this.#thumbnails.delete(id);
    }
  }

  /** Whether the picture is in a list without its thumbnail. */
  lacks(id: string): boolean {
    return !this.#thumbnails.has(id) && this.#shows(id);
  }

  /** Makes a missing thumbnail. */
  async illustrate(id: string, file: Blob): Promise<void> {
    if (!this.lacks(id)) return;
    const thumbnail = await makeThumbnail(file);
    // Better pictures may have replaced it in the meantime.
    if (thumbnail !== undefined && this.lacks(id)) this.#thumbnails.set(id, URL.createObjectURL(thumbnail));
  }

  /** URL of the thumbnail; undefined if the file has not been given since the page was loaded. */
  thumbnailOf(id: string): string | undefined {
    return this.#thumbnails.get(id);
  }

  destroy(): void {
    this.#thumbnails.forEach((address) => URL.revokeObjectURL(address));
    this.#thumbnails.clear();
  }

  #shows(id: string): boolean {
    return this.lists.some(({ pictures }) => pictures.has(id));
  }
}

/** The key of a method's explanation in a run of one layer; methods that use no layer have their own layer name. */
export function keyOf(
  record: Pick<PictureRecord, 'explanations'>,
  method: string,
  { layer, source }: Pick<RunSettings, 'layer' | 'source'>,
) {
  const layers = Object.keys(own(record.explanations, method) ?? {});
  return { method, layer: layers.includes(layer) ? layer : (layers[0] ?? layer), source };
}
