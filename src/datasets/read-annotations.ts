/** All annotations of a data set. They are small (20,580 of Stanford Dogs are 22 MB of XML) and fit in memory. */
import { CamLensError } from '../errors.ts';
import { classOf, stanfordDogs, type ClassMap } from './class-map.ts';
import { isEmpty } from './clip-box.ts';
import { ById, idOf } from './identity.ts';
import { hasNoEnding, isAnnotation } from './kinds.ts';
import { PassedOver } from './passed-over.ts';
import type { Report } from './problems.ts';
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
  /** Of the picture, as the annotation states it. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** The index among the model's classes. */
  readonly class: number;
  /** At least one, each with an area, as they stand in the file: `fitBoxes` brings them into the picture. */
  readonly boxes: readonly Box[];
}

export interface Annotations {
  readonly byId: ById<Annotation>;
  /** Of annotations that are there and of no use. Why was reported, and their pictures need no second report. */
  readonly refused: ById<true>;
}

/** Room for a thousand objects; one has a few hundred bytes. */
const mostBytes = 2 ** 18;

/**
 * Reports `annotation-unreadable`, `annotation-empty`, `annotation-twice`, `annotation-class`, `object-skipped`, `box-empty`,
 * `dataset-empty`, `files-ignored` of files that have no ending and are no XML, and what the sources report.
 * @param sources any mixture; what is no annotation is passed over
 */
export async function readAnnotations(
  sources: readonly DataSource[],
  { classes = stanfordDogs, report }: { classes?: ClassMap; report: Report },
): Promise<Annotations> {
  const byId = new ById<Annotation>();
  const refused = new ById<true>();
  const others = new PassedOver();
  for await (const [entry, content] of readAhead(annotationsIn(walk(sources, report)), readSmall)) {
    const id = idOf(entry.path);
    try {
      const text = await content;
      if (hasNoEnding(entry.path) && text !== undefined && !/^\s*</.test(text)) {
        others.add(entry.path);
        continue;
      }
      const known = byId.get(id);
      if (known !== undefined) throw twice(entry, known);
      const annotation = text === undefined ? undefined : annotationIn(text, id, entry, classes, report);
      if (annotation !== undefined) byId.set(id, annotation);
    } catch (error) {
      reporting(report, id)(error);
      refused.set(id, true);
    }
  }
  for (const problem of others.told(namesOf(sources), 'without ending and no XML')) report(problem);
  if (byId.size === 0 && refused.size === 0) {
    const message = `There are no annotations in ${namesOf(sources)}; PASCAL VOC's XML was expected, one file per picture.`;
    report({ id: namesOf(sources), code: 'dataset-empty', message });
  }
  return { byId, refused };
}

async function* annotationsIn(entries: AsyncIterable<PlacedEntry>): AsyncGenerator<PlacedEntry> {
  for await (const entry of entries) if (isAnnotation(entry.path)) yield entry;
}

/** Undefined where the source has reported that it cannot be read. */
async function readSmall(entry: PlacedEntry): Promise<string | undefined> {
  const { path, place, sizeBytes } = entry;
  if (sizeBytes <= mostBytes) return entry.readText();
  if (hasNoEnding(path)) return '';
  throw new CamLensError('annotation-unreadable', `${place} has ${sizeBytes} bytes, far more than an annotation has.`);
}

function annotationIn(
  text: string,
  id: string,
  { path, place }: PlacedEntry,
  classes: ClassMap,
  report: Report,
): Annotation {
  const { size, objects, skipped } = readVoc(text, place);
  if (objects.length === 0) throw new CamLensError('annotation-empty', `${place} has no <object>.`);
  for (const what of skipped) {
    report({ id, code: 'object-skipped', message: `${place}: ${what}; it was left out, and the others count.` });
  }

  const found = classOf(id, objects, classes);
  if (found === undefined) {
    const names = [...new Set(objects.map(({ name }) => name))].join(', ');
    const message = `The class of ${place} is not known: neither its objects (${names}) nor its folder are in the class map.`;
    throw new CamLensError('annotation-class', message);
  }

  const boxes = found.objects.flatMap(({ box }) => {
    if (!isEmpty(box)) return [box];
    report({ id, code: 'box-empty', message: `${place} has a box without area, [${box.join(', ')}]; left out.` });
    return [];
  });
  if (boxes.length === 0) throw new CamLensError('annotation-empty', `${place} has no box with an area.`);
  return { id, path, place, size, class: found.index, boxes };
}

function twice({ place }: PlacedEntry, { path }: Annotation): CamLensError {
  return new CamLensError('annotation-twice', `${place} is of the same picture as ${path}, which counts.`);
}
