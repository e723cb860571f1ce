/** Matches pictures with their annotations. */
import type { Problem, ReportProblem } from './problems.ts';
import type { Annotation } from './annotation-reading.ts';
import type { Annotations } from './read-annotations.ts';
import { readPictures, type PictureFile } from './read-pictures.ts';
import type { DataSource } from './source.ts';

export interface AnnotatedPicture {
  /** `<folder>/<name>`, if either path includes the folder. */
  readonly id: string;
  readonly picture: PictureFile;
  readonly annotation: Annotation;
}

/** The pictures of the sources that have an annotation. Reports what `readPictures` and `pair` do. */
export function annotatedPictures(
  sources: readonly DataSource[],
  annotations: Annotations,
  report: ReportProblem,
): AsyncGenerator<AnnotatedPicture> {
  return pair(readPictures(sources, report, annotations.masks), annotations, report);
}

/**
 * Reports `annotation-missing` for pictures without annotation, `picture-twice` for a second picture of the same
 * annotation and, once all pictures have been seen, `picture-missing` for the remaining annotations.
 */
export async function* pair(
  pictures: AsyncIterable<PictureFile>,
  { byId, refused, format }: Annotations,
  report: ReportProblem,
): AsyncGenerator<AnnotatedPicture> {
  const seen = new Set<string>();
  for await (const picture of pictures) {
    const { id, path } = picture;
    // A picture's own annotation comes before one that only has its name.
    const match = byId.has(id) ? id : refused.has(id) ? undefined : byId.match(id);
    const annotation = match === undefined ? undefined : byId.get(match);
    if (match === undefined || annotation === undefined) {
      if (refused.match(id) === undefined) report(unannotated(id, path, format === 'masks'));
    } else if (seen.has(match)) {
      report({
        id,
        code: 'picture-twice',
        message: `${path} is a second picture for ${annotation.path}; the first is used.`,
      });
    } else {
      seen.add(match);
      yield { id: match.includes('/') ? match : id, picture, annotation };
    }
  }
  for (const [id, { path }] of byId) {
    if (!seen.has(id))
      report({ id, code: 'picture-missing', message: `There is no picture for the annotation ${path}.` });
  }
}

function unannotated(id: string, path: string, hasMasks: boolean): Problem {
  const expected = hasMasks ? `a mask ${id}.png` : `a file ${id} or ${id}.xml`;
  const message = `There is no annotation for ${path}; ${expected} was expected, in any parent folder.`;
  return { id, code: 'annotation-missing', message };
}
