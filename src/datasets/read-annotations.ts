/** All annotations of a data set. They are small (20,580 of Stanford Dogs are 22 MB of XML) and fit in memory. */
import { CamLensError, type ErrorCode } from '../errors.ts';
import { AnnotationDrafts, type OtherFormat } from './annotation-drafts.ts';
import { AnnotationReading, type Annotation, type ReadingClasses } from './annotation-reading.ts';
import { formatNames, formatOf, formats, type AnnotationFormat, type FormatChoice } from './formats.ts';
import { idOf, type ById } from './identity.ts';
import { hasNoEnding, isPicture, isPng } from './kinds.ts';
import { MaskDrafts } from './mask-drafts.ts';
import { isMask } from './mask-path.ts';
import { PassedOver } from './passed-over.ts';
import type { ReportProblem } from './problems.ts';
import { readVoc } from './read-voc.ts';
import { readAhead } from './read-ahead.ts';
import type { DataSource } from './source.ts';
import { namesOf, walk, type PlacedEntry } from './walk.ts';

export interface Annotations {
  readonly byId: ById<Annotation>;
  /** Annotations that exist but cannot be used. The reason was reported; their pictures need no second report. */
  readonly refused: ById<true>;
  /** Requested or, for `auto`, that of the most pictures; undefined if there are no annotations. */
  readonly format: AnnotationFormat | undefined;
  /** Places of all masks, usable or not; only of masks. */
  readonly masks?: ReadonlySet<string>;
}

export interface ReadAnnotationsOptions extends ReadingClasses {
  /** Default: `auto`. */
  readonly format?: FormatChoice;
  /** Whether `auto` may take folders as classes. Default: true; false where the sources are said to be annotations. */
  readonly mayGuessFolders?: boolean;
  readonly report: ReportProblem;
}

/** A format whose files are read. */
type TextFormat = Exclude<AnnotationFormat, 'masks' | 'folders'>;

/** Bytes of the largest file that is read; a thousand objects of a picture take a few hundred bytes each. */
const mostBytes: Readonly<Record<TextFormat, number>> = {
  voc: 2 ** 18,
  coco: 2 ** 28,
  yolo: 2 ** 18,
  csv: 2 ** 28,
};

/** What a source reports if annotations in it may not have been read. */
const lostParts: readonly ErrorCode[] = ['archive-damaged', 'file-unreadable'];

/** For messages. */
const guessedFormats = formatNames.map(
  (name) => `${formats[name].title}${name === 'masks' ? ' if the format masks is chosen' : ''}`,
);

const otherFormats = (Object.keys(mostBytes) as TextFormat[]).filter((name) => name !== 'voc') as OtherFormat[];

/**
 * Reports `annotation-unreadable`, `annotation-empty`, `annotation-twice`, `annotation-class`, `object-skipped`,
 * `box-empty`, `dataset-empty`, `table-unmatched` for class names that the model does not have, `files-ignored` for
 * files that turn out not to be annotations, and what the sources report.
 * @param sources any mixture; files that are not annotations are skipped
 */
export async function readAnnotations(
  sources: readonly DataSource[],
  { format: wanted = 'auto', mayGuessFolders = true, report, ...options }: ReadAnnotationsOptions,
): Promise<Annotations> {
  const name = namesOf(sources);
  const voc = new AnnotationReading(options, report);
  const gathered = new Map(otherFormats.map((format) => [format, new AnnotationDrafts(format)]));
  const masks = new MaskDrafts();
  const pictures: Pick<PlacedEntry, 'path' | 'place'>[] = [];
  const told = new Set<ErrorCode>();
  const fromSources: ReportProblem = (problem) => {
    told.add(problem.code);
    report(problem);
  };
  const unused: string[] = [];
  const [plain, noXml] = [new PassedOver(), new PassedOver()];
  for await (const [entry, content] of readAhead(
    annotationsIn(walk(sources, fromSources, wanted === 'masks'), wanted, {
      ...{ pictures, masks },
      areAnnotations: !mayGuessFolders,
    }),
    readSmall,
  )) {
    const format = formatOf(entry.path) as TextFormat;
    const id = format === 'voc' ? idOf(entry.path) : entry.place;
    try {
      const text = await content;
      if (text === undefined) {
        if (format === 'voc') voc.annotations.refused.set(id, true);
      } else if (wanted === 'masks' && masks.addTable(text, entry, fromSources)) continue;
      else if (format !== 'voc') gathered.get(format)!.add(text, entry);
      else if (hasNoEnding(entry.path) && !/^\s*</.test(text)) noXml.add(entry.path);
      else
        voc.take(id, entry.place, () => ({ id, path: entry.path, place: entry.place, ...readVoc(text, entry.place) }));
    } catch (error) {
      voc.refuse(id, error);
    }
  }
  const chosen = choose(wanted, voc, [...gathered.values()]);
  let reading = chosen === undefined ? voc : new AnnotationReading(options, report);
  for (const draft of chosen?.drafts ?? []) reading.take(draft.id, draft.place, () => draft);
  let format: AnnotationFormat = chosen?.format ?? 'voc';
  if (wanted === 'masks') {
    format = 'masks';
    reading = new AnnotationReading(options, report);
    masks.takeInto(reading, pictures);
  }
  const hasFaults = [...gathered.values()].some((drafts) => drafts.unused.some(({ error }) => error !== undefined));
  const mayBeFolders =
    wanted === 'auto' &&
    mayGuessFolders &&
    reading.size === 0 &&
    !hasFaults &&
    !lostParts.some((code) => told.has(code)) &&
    reading.namesFolderOf(pictures);
  if (wanted === 'folders' || mayBeFolders) {
    format = 'folders';
    reading = new AnnotationReading(options, report);
    for (const { path, place } of pictures) reading.takeByFolder(path, place);
  }
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
    const expected = wanted === 'auto' ? guessedFormats : [formats[wanted].title];
    const message = `There are no annotations in ${name}; expected: ${expected.join('; ')}.`;
    report({ id: name, code: 'dataset-empty', message });
  }
  const unmatched = reading.unmatched(name);
  if (unmatched !== undefined) report({ id: name, code: 'table-unmatched', message: unmatched });
  return {
    ...reading.annotations,
    format: isNothing ? undefined : format,
    ...(wanted === 'masks' ? { masks: new Set(masks.files.map(({ place }) => place)) } : {}),
  };
}

/** Undefined for PASCAL VOC. */
function choose(
  wanted: FormatChoice,
  voc: AnnotationReading,
  others: readonly AnnotationDrafts[],
): AnnotationDrafts | undefined {
  if (wanted !== 'auto') return others.find(({ format }) => format === wanted);
  const largest = others.reduce((a, b) => (b.size > a.size ? b : a));
  return largest.size > voc.size ? largest : undefined;
}

interface Passed {
  /** Receives the pictures. */
  readonly pictures: Pick<PlacedEntry, 'path' | 'place'>[];
  /** Receives the masks. */
  readonly masks: MaskDrafts;
  /** The sources are said to be annotations: any PNG may be a mask. */
  readonly areAnnotations: boolean;
}

/** The files of formats that are text. */
async function* annotationsIn(
  entries: AsyncIterable<PlacedEntry>,
  wanted: FormatChoice,
  { pictures, masks, areAnnotations }: Passed,
): AsyncGenerator<PlacedEntry> {
  const mayBe = (name: FormatChoice): boolean => wanted === 'auto' || wanted === name;
  for await (const entry of entries) {
    const format = formatOf(entry.path);
    const isMaskOfSet = wanted === 'masks' && (areAnnotations ? isPng(entry.path) : isMask(entry.path));
    if (isMaskOfSet) await masks.add(entry);
    if (isPicture(entry.path)) {
      const isNeeded = mayBe('folders') || (wanted === 'masks' && !isMask(entry.path));
      if (isNeeded) pictures.push({ path: entry.path, place: entry.place });
    } else if (format !== undefined && format !== 'masks') {
      if (mayBe(format) || (format === 'csv' && wanted === 'masks')) yield entry;
    }
  }
}

/** Undefined if the source has reported that it cannot be read. */
async function readSmall(entry: PlacedEntry): Promise<string | undefined> {
  const { path, place, sizeBytes } = entry;
  const format = formatOf(path) as TextFormat;
  if (sizeBytes <= mostBytes[format]) return entry.readText();
  if (hasNoEnding(path)) return '';
  throw new CamLensError(
    'annotation-unreadable',
    `${place} has ${sizeBytes} bytes; the limit for ${formats[format].title} is ${mostBytes[format]}.`,
  );
}
