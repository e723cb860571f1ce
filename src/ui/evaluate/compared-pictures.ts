/** The pictures of a comparison: small copies of those shown, and the links to their explanations. */
import type { NamedFile } from '../../datasets/folder-source.ts';
import { sourcesOf } from '../../datasets/given-files.ts';
import { isPicture } from '../../datasets/kinds.ts';
import { isMask } from '../../datasets/mask-path.ts';
import { describeError } from '../../errors.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { RunSettings } from '../../runs/kept-run.ts';
import { readAgain } from '../../runs/read-again.ts';
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
  /** The files given that may be archives. */
  #archives: readonly NamedFile[] = [];
  #setting: ComparedSetting | undefined;
  #isDestroyed = false;
  #records = new Map<string, PictureRecord>();

  /** @param onMade called when a small copy is ready */
  constructor(onMade: () => void) {
    this.#copies = new SmallCopies(onMade);
  }

  give(files: readonly NamedFile[]): void {
    this.#copies.give(files);
    this.#archives = files.filter(({ path }) => !path.includes('/') && !isPicture(path));
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
   * Opens the picture in the page that explains, as it was measured. An archive is read up to the picture, which the new tab
   * says meanwhile.
   * @returns why it cannot be opened; empty if it was
   */
  async open(picture: ComparedPicture): Promise<string> {
    const path = picture.path ?? picture.id;
    // What is compared may be another pair once an archive has been read.
    const shown = this.#shown(picture);
    const file = this.#copies.fileOf(picture);
    const known = this.#addresses.get(path) ?? (file && this.#keep(path, file));
    if (known !== undefined) {
      window.open(linkTo(shown, known), '_blank', 'noopener');
      return '';
    }
    const missing = `${picture.id} cannot be opened: its file is not among the files and archives given above.`;
    if (this.#archives.length === 0) return missing;
    // At once: browsers block windows that are opened later than a click.
    const tab = window.open('', '_blank');
    if (tab === null) return `${picture.id} cannot be opened: the browser does not allow this page to open tabs.`;
    tab.opener = null;
    tab.document.title = `Looking for ${picture.id} …`;
    try {
      const found = await this.#readFromArchive(picture);
      if (found === undefined) {
        tab.close();
        return missing;
      }
      if (this.#isDestroyed || tab.closed) return '';
      tab.location.replace(linkTo(shown, this.#keep(path, found)));
      return '';
    } catch (error) {
      tab.close();
      return describeError(error).message;
    }
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#copies.destroy();
    this.#addresses.forEach((address) => URL.revokeObjectURL(address));
    this.#addresses.clear();
  }

  #keep(path: string, file: Blob): string {
    const address = URL.createObjectURL(file);
    this.#addresses.set(path, address);
    return address;
  }

  async #readFromArchive({ id, path = '' }: ComparedPicture): Promise<Blob | undefined> {
    // A picture in a folder of masks was measured without masks.
    for await (const { file } of readAgain(await sourcesOf(this.#archives), [id], !isMask(path))) return file;
    return undefined;
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

function linkTo(shown: ShownRecord, address: string): string {
  return new URL(handOverLink(handOverOf(shown, address)), location.href).href;
}
