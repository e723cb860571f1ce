/** Annotations in formats other than PASCAL VOC, gathered from all files of a data set. */
import { describeError, type ErrorCode } from '../errors.ts';
import type { DraftAnnotation } from './draft-annotation.ts';
import type { AnnotationFormat } from './formats.ts';
import { idOf } from './identity.ts';
import { readBoxesCsv } from './read-boxes-csv.ts';
import { readCoco } from './read-coco.ts';
import { isYoloNames, readYoloLabels, readYoloNames, type YoloNames } from './read-yolo.ts';
import type { PlacedEntry } from './walk.ts';

export type OtherFormat = Exclude<AnnotationFormat, 'voc' | 'masks' | 'folders'>;

/** A file that was not used, and why if that is an error. */
export interface UnusedFile {
  readonly id: string;
  readonly path: string;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

export class AnnotationDrafts {
  readonly format: OtherFormat;
  readonly unused: UnusedFile[] = [];
  /** Paths of the files that hold annotations or class names. */
  readonly taken: string[] = [];
  readonly #drafts: DraftAnnotation[] = [];
  /** Of data.yaml rather than of a list. */
  #yamlNames: YoloNames | undefined;
  #listedNames: YoloNames | undefined;

  constructor(format: OtherFormat) {
    this.format = format;
  }

  /** Pictures with objects. */
  get size(): number {
    return this.#drafts.filter(({ objects, skipped }) => objects.length + skipped.length > 0).length;
  }

  /** All that were found, with class names. */
  get drafts(): readonly DraftAnnotation[] {
    const names = this.#yamlNames ?? this.#listedNames;
    if (this.format !== 'yolo' || names === undefined) return this.#drafts;
    return this.#drafts.map((draft) => ({
      ...draft,
      objects: draft.objects.map(({ name, box }) => ({ name: names.get(Number(name)) ?? name, box })),
    }));
  }

  add(text: string, { path, place }: PlacedEntry): void {
    try {
      if (this.#isTaken(text, path, place)) this.taken.push(path);
      else this.unused.push({ id: place, path });
    } catch (error) {
      const { code, message } = describeError(error);
      this.unused.push({ id: place, path, error: { code, message } });
    }
  }

  #isTaken(text: string, path: string, place: string): boolean {
    if (this.format === 'yolo' && isYoloNames(path)) return this.#takeNames(text, path, place);
    const drafts = this.#read(text, path, place);
    for (const draft of drafts ?? []) this.#drafts.push(draft);
    return drafts !== undefined;
  }

  #read(text: string, path: string, place: string): readonly DraftAnnotation[] | undefined {
    if (this.format === 'coco') return readCoco(text, path, place);
    if (this.format === 'csv') return readBoxesCsv(text, path, place);
    const labels = readYoloLabels(text);
    const id = idOf(path.replace(/\.txt$/i, ''));
    return labels && [{ id, path, place, size: undefined, isRelative: true, ...labels }];
  }

  #takeNames(text: string, path: string, place: string): boolean {
    const names = readYoloNames(text, path, place);
    if (/\.ya?ml$/i.test(path)) this.#yamlNames ??= names;
    else this.#listedNames ??= names;
    return names !== undefined;
  }
}
