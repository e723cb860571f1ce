/** The pictures of a run that are worth a look, with small copies of them: a bounded number, however many there are. */
import { explanationOf, type PictureRecord } from '../evaluation/record.ts';
import { TopList } from '../evaluation/top-list.ts';
import { makeThumbnail } from '../report/thumbnail.ts';
import { choiceOf, type RunHead, type RunSettings } from '../runs/kept-run.ts';

/** Pictures in each list. */
const room = 8;

interface GalleryList {
  readonly title: string;
  readonly pictures: TopList<PictureRecord>;
}

export class Gallery {
  readonly lists: readonly GalleryList[];
  readonly #thumbnails = new Map<string, string>();

  constructor({ settings, info }: Pick<RunHead, 'settings' | 'info'>) {
    const titleOf = (method: string): string => info.methods.find(({ name }) => name === method)?.title ?? method;
    const { thresholds, boxThreshold } = choiceOf(settings);
    const at = thresholds.indexOf(boxThreshold);
    const iouOf = (method: string) => (record: PictureRecord) =>
      explanationOf(record, keyOf(record, method, settings))?.ious[at];
    const list = (title: string, valueOf: (record: PictureRecord) => number | undefined): GalleryList => ({
      title,
      pictures: new TopList(room, valueOf),
    });
    const [first, second] = settings.methods;
    const apart = (record: PictureRecord): number | undefined => {
      const [a, b] = [first, second].map((method) => (method === undefined ? undefined : iouOf(method)(record)));
      return a === undefined || b === undefined ? undefined : Math.abs(a - b);
    };
    this.lists = [
      ...(first === undefined || second === undefined
        ? []
        : [list(`${titleOf(first)} and ${titleOf(second)} disagree most`, apart)]),
      ...settings.methods.flatMap((method) => [
        list(`Best by ${titleOf(method)}`, iouOf(method)),
        list(`Worst by ${titleOf(method)}`, (record) => {
          const value = iouOf(method)(record);
          return value === undefined ? undefined : -value;
        }),
      ]),
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

  /** Makes a thumbnail where one is lacking. */
  async illustrate(id: string, file: Blob): Promise<void> {
    if (!this.lacks(id)) return;
    const thumbnail = await makeThumbnail(file);
    // Better pictures may have come meanwhile.
    if (thumbnail !== undefined && this.lacks(id)) this.#thumbnails.set(id, URL.createObjectURL(thumbnail));
  }

  /** Address of the thumbnail; undefined where the file has not been given since the page was loaded. */
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

/** Of a method's explanation in a run of one layer; methods that look at no layer name their own. */
export function keyOf(record: PictureRecord, method: string, { layer, source }: RunSettings) {
  const layers = Object.keys(record.explanations[method] ?? {});
  return { method, layer: layers.includes(layer) ? layer : (layers[0] ?? layer), source };
}
