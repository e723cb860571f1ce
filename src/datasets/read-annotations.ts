/** All annotations of a data set. They are small (20,580 of Stanford Dogs are 22 MB of XML) and fit in memory. */
import { CamLensError } from '../errors.ts';
import { AnnotationDrafts, type OtherFormat } from './annotation-drafts.ts';
import { classOf, stanfordDogs, type ClassMap } from './class-map.ts';
import { isEmpty } from './clip-box.ts';
import type { DraftAnnotation } from './draft-annotation.ts';
import { formatOf, formats, type AnnotationFormat, type FormatChoice } from './formats.ts';
import { ById, idOf } from './identity.ts';
import { hasNoEnding } from './kinds.ts';
import { PassedOver } from './passed-over.ts';
import type { ReportProblem } from './problems.ts';
import { readVoc, type Box } from './read-voc.ts';
import { readAhead } from './read-ahead.ts';
import type { DataSource } from './source.ts';
import { reporting } from './reporting.ts';
import { namesOf, walk, type PlacedEntry } from './walk.ts';

export interface Annotation {
  readonly id: string;
  readonly path: string;
  /** "path in archive", for messages. */
  readonly place: string;
  /** Of the picture, according to the annotation. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** The index among the model's classes. */
  readonly class: number;
  /** At least one, each with an area, as in the file: `fitBoxes` fits them to the picture. */
  readonly boxes: readonly Box[];
  /** The boxes are shares of the upright picture's size. */
  readonly isRelative?: boolean;
}

export interface Annotations {
  readonly byId: ById<Annotation>;
  /** Annotations that exist but cannot be used. The reason was reported; their pictures need no second report. */
  readonly refused: ById<true>;
  /** Requested or, for `auto`, that of the most pictures; undefined if there are no annotations. */
  readonly format: AnnotationFormat | undefined;
}

export interface ReadAnnotationsOptions {
  /** Default: those of Stanford Dogs. */
  readonly classes?: ClassMap;
  /** For names that are not in `classes`: the class names of the model. */
  readonly modelClasses?: ClassMap;
  /** Default: `auto`. */
  readonly format?: FormatChoice;
  readonly report: ReportProblem;
}

/** Bytes of the largest file that is read; a thousand objects of a picture take a few hundred bytes each. */
const mostBytes: Readonly<Record<AnnotationFormat, number>> = {
  voc: 2 ** 18,
  coco: 2 ** 28,
  yolo: 2 ** 18,
  csv: 2 ** 28,
};

const otherFormats = (Object.keys(formats) as AnnotationFormat[]).filter((name) => name !== 'voc') as OtherFormat[];

/**
 * Reports `annotation-unreadable`, `annotation-empty`, `annotation-twice`, `annotation-class`, `object-skipped`,
 * `box-empty`, `dataset-empty`, `table-unmatched` for class names that the model does not have, `files-ignored` for
 * files that turn out not to be annotations, and what the sources report.
 * @param sources any mixture; files that are not annotations are skipped
 */
export async function readAnnotations(
  sources: readonly DataSource[],
  { format: wanted = 'auto', report, ...options }: ReadAnnotationsOptions,
): Promise<Annotations> {
  const name = namesOf(sources);
  const voc = new Reading(options, report);
  const gathered = new Map(otherFormats.map((format) => [format, new AnnotationDrafts(format)]));
  const unused: string[] = [];
  const [plain, noXml] = [new PassedOver(), new PassedOver()];
  for await (const [entry, content] of readAhead(annotationsIn(walk(sources, report), wanted), readSmall)) {
    const format = formatOf(entry.path)!;
    const id = format === 'voc' ? idOf(entry.path) : entry.place;
    try {
      const text = await content;
      if (text === undefined) {
        if (format === 'voc') voc.annotations.refused.set(id, true);
      } else if (format !== 'voc') gathered.get(format)!.add(text, entry);
      else if (hasNoEnding(entry.path) && !/^\s*</.test(text)) noXml.add(entry.path);
      else
        voc.take(id, entry.place, () => ({ id, path: entry.path, place: entry.place, ...readVoc(text, entry.place) }));
    } catch (error) {
      voc.refuse(id, error);
    }
  }
  const chosen = choose(wanted, voc, [...gathered.values()]);
  const reading = chosen === undefined ? voc : new Reading(options, report);
  for (const draft of chosen?.drafts ?? []) reading.take(draft.id, draft.place, () => draft);
  const isNothing = reading.size === 0;
  for (const drafts of gathered.values()) {
    if (drafts !== chosen) unused.push(...drafts.taken);
    for (const { id, path, error } of drafts.unused) {
      // A file that cannot be read is a problem of a set in its format, or of one that has nothing else.
      if (error !== undefined && (drafts === chosen || isNothing)) report({ id, ...error });
      else unused.push(path);
    }
  }
  for (const path of unused.sort()) plain.add(path);
  for (const problem of plain.told(name, 'neither pictures nor annotations')) report(problem);
  for (const problem of noXml.told(name, 'without extension and not XML')) report(problem);
  if (isNothing) {
    const expected = wanted === 'auto' ? Object.values(formats).map(({ title }) => title) : [formats[wanted].title];
    const message = `There are no annotations in ${name}; ${expected.join(', ')} was expected.`;
    report({ id: name, code: 'dataset-empty', message });
  }
  const unmatched = reading.unmatched(name);
  if (unmatched !== undefined) report({ id: name, code: 'table-unmatched', message: unmatched });
  return { ...reading.annotations, format: isNothing ? undefined : (chosen?.format ?? 'voc') };
}

/** Undefined for PASCAL VOC. */
function choose(wanted: FormatChoice, voc: Reading, others: readonly AnnotationDrafts[]): AnnotationDrafts | undefined {
  if (wanted !== 'auto') return others.find(({ format }) => format === wanted);
  const largest = others.reduce((a, b) => (b.size > a.size ? b : a));
  return largest.size > voc.size ? largest : undefined;
}

async function* annotationsIn(entries: AsyncIterable<PlacedEntry>, wanted: FormatChoice): AsyncGenerator<PlacedEntry> {
  for await (const entry of entries) {
    const format = formatOf(entry.path);
    if (format !== undefined && (wanted === 'auto' || wanted === format)) yield entry;
  }
}

/** Undefined if the source has reported that it cannot be read. */
async function readSmall(entry: PlacedEntry): Promise<string | undefined> {
  const { path, place, sizeBytes } = entry;
  const format = formatOf(path)!;
  if (sizeBytes <= mostBytes[format]) return entry.readText();
  if (hasNoEnding(path)) return '';
  throw new CamLensError(
    'annotation-unreadable',
    `${place} has ${sizeBytes} bytes; the limit for ${formats[format].title} is ${mostBytes[format]}.`,
  );
}

/** Drafts become annotations, one after another. */
class Reading {
  readonly annotations = { byId: new ById<Annotation>(), refused: new ById<true>() };
  readonly #classes: readonly ClassMap[];
  readonly #report: ReportProblem;
  /** Class name → how many pictures have it and no class. */
  readonly #unmatched = new Map<string, number>();

  constructor(
    { classes = stanfordDogs, modelClasses }: Pick<ReadAnnotationsOptions, 'classes' | 'modelClasses'>,
    report: ReportProblem,
  ) {
    this.#classes = modelClasses === undefined ? [classes] : [classes, modelClasses];
    this.#report = report;
  }

  /** Annotations that exist, usable or not. */
  get size(): number {
    return this.annotations.byId.size + this.annotations.refused.size;
  }

  /** @param draft may throw */
  take(id: string, place: string, draft: () => DraftAnnotation): void {
    const { byId } = this.annotations;
    try {
      const known = byId.get(id);
      if (known !== undefined) throw twice(place, known);
      byId.set(id, this.#annotation(draft()));
    } catch (error) {
      this.refuse(id, error);
    }
  }

  refuse(id: string, error: unknown): void {
    reporting(this.#report, id)(error);
    this.annotations.refused.set(id, true);
  }

  /** A sentence, if there are class names that the model does not have. */
  unmatched(source: string): string | undefined {
    if (this.#unmatched.size === 0) return undefined;
    const names = [...this.#unmatched].sort(([, a], [, b]) => b - a);
    const shown = names.slice(0, mostNamed).map(([name, pictures]) => `${name} (${pictures})`);
    const more = names.length - shown.length;
    return (
      `${names.length} class ${names.length === 1 ? 'name' : 'names'} in ${source} (number of pictures) match no class of the model: ` +
      `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}; a class map assigns them.`
    );
  }

  #annotation({ id, path, place, size, objects, skipped, isRelative }: DraftAnnotation): Annotation {
    if (objects.length === 0 && skipped.length === 0) {
      throw new CamLensError('annotation-empty', `${place} has no object.`);
    }
    for (const what of skipped) {
      this.#report({ id, code: 'object-skipped', message: `${place}: ${what}; this object was ignored.` });
    }
    if (objects.length === 0) throw new CamLensError('annotation-empty', `${place} has no usable box.`);
    const [found] = this.#classes.flatMap((classes) => classOf(id, objects, classes) ?? []);
    if (found === undefined) throw this.#unknownClass(place, [...new Set(objects.map(({ name }) => name))]);
    const boxes = found.objects.flatMap(({ box }) => {
      if (!isEmpty(box)) return [box];
      const message = `${place} has a box without area, [${box.join(', ')}]; it was ignored.`;
      this.#report({ id, code: 'box-empty', message });
      return [];
    });
    if (boxes.length === 0) throw new CamLensError('annotation-empty', `${place} has no box with an area.`);
    const annotation = { id, path, place, size, class: found.index, boxes };
    return isRelative === true ? { ...annotation, isRelative } : annotation;
  }

  #unknownClass(place: string, names: readonly string[]): CamLensError {
    for (const name of names) this.#unmatched.set(name, (this.#unmatched.get(name) ?? 0) + 1);
    const message = `The class of ${place} is not known: neither its objects (${names.join(', ')}) nor its folder are in the class map.`;
    return new CamLensError('annotation-class', message);
  }
}

/** Class names that are listed. */
const mostNamed = 20;

function twice(place: string, { path }: Annotation): CamLensError {
  return new CamLensError('annotation-twice', `${place} is a second annotation of the same picture; ${path} is used.`);
}
