/** The pictures of a comparison: small copies of those shown, and the links to their explanations. */
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { RunSettings } from '../../runs/kept-run.ts';
import { handOverLink } from '../shared/hand-over.ts';
import type { ComparedPicture } from './comparing.ts';
import { handOverOf, type PictureAddresses, type ShownRecord } from './picture-tile.ts';
import type { RunMethod } from './run-methods.ts';
import { SmallCopies } from './small-copies.ts';

export interface ComparedSetting {
  /** As the first of the two was measured. */
  readonly settings: RunSettings;
  /** The methods of both. */
  readonly methods: readonly RunMethod[];
  /** Of the page's run; the boxes found are drawn for these. */
  readonly records: readonly PictureRecord[];
}

export class ComparedPictures {
  readonly #copies: SmallCopies;
  /** Addresses of files that were opened, by path: the page that explains reads them later. */
  readonly #addresses = new Map<string, string>();
  #setting: ComparedSetting | undefined;
  #records = new Map<string, PictureRecord>();

  /** @param onMade called when a small copy is ready */
  constructor(onMade: () => void) {
    this.#copies = new SmallCopies(onMade);
  }

  give(files: readonly NamedFile[]): void {
    this.#copies.give(files);
  }

  /** Makes small copies of these pictures. */
  show(setting: ComparedSetting, pictures: readonly ComparedPicture[]): void {
    const ids = new Set(pictures.map(({ id }) => id));
    this.#records = new Map(setting.records.flatMap((record) => (ids.has(record.id) ? [[record.id, record]] : [])));
    this.#setting = setting;
    this.#copies.want(pictures);
  }

  /** The arguments of `pictureTile`. */
  tileOf(picture: ComparedPicture): readonly [shown: ShownRecord, addresses: PictureAddresses] {
    return [this.#shown(picture), this.#copies.of(picture.id) ?? {}];
  }

  /**
   * Opens the picture in the page that explains, as it was measured.
   * @returns why it cannot be opened; empty if it was
   */
  open(picture: ComparedPicture): string {
    const file = this.#copies.fileOf(picture);
    if (file === undefined) {
      return `${picture.id} cannot be opened: its file is not among the files given above; give the pictures as files or as a folder, not as an archive.`;
    }
    const path = picture.path ?? picture.id;
    const address = this.#addresses.get(path) ?? URL.createObjectURL(file);
    this.#addresses.set(path, address);
    window.open(handOverLink(handOverOf(this.#shown(picture), address)), '_blank', 'noopener');
    return '';
  }

  destroy(): void {
    this.#copies.destroy();
    this.#addresses.forEach((address) => URL.revokeObjectURL(address));
    this.#addresses.clear();
  }

  #shown(picture: ComparedPicture): ShownRecord {
    const { settings, methods } = this.#setting!;
    return {
      record: this.#records.get(picture.id) ?? { ...picture, explanations: {} },
      head: {
        settings: { ...settings, methods: methods.map(({ name }) => name.split('@')[0] ?? name) },
        info: { classes: { [picture.class]: picture.className } },
      },
      methods,
    };
  }
}
