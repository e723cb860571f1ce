/** How many pictures there are to measure, before any of them is read. */
import { annotatedPictures } from './pair.ts';
import type { ReportProblem } from './problems.ts';
import type { Annotations } from './read-annotations.ts';
import type { DataSource } from './source.ts';

/**
 * Counts requested pictures that have an annotation, including ones that may turn out not to be decodable. Reports what
 * `annotatedPictures` does.
 * @param most where counting may stop
 */
export async function countPictures(
  sources: readonly DataSource[],
  annotations: Annotations,
  {
    isWanted = () => true,
    most = Infinity,
    report,
  }: { isWanted?: (id: string) => boolean; most?: number; report: ReportProblem },
): Promise<number> {
  let count = 0;
  for await (const { id } of annotatedPictures(sources, annotations, report)) {
    if (isWanted(id) && ++count >= most) break;
  }
  return count;
}
