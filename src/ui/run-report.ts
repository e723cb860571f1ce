/** An evaluation as one page to keep, to print or to send. */
import { version } from '../../package.json';
import type { NamedFile } from '../datasets/folder-source.ts';
import { sourcesOf } from '../datasets/given-files.ts';
import { judged, type Problem } from '../datasets/problems.ts';
import { bootstrapDefaults } from '../evaluation/bootstrap.ts';
import { sortedById } from '../evaluation/merge.ts';
import type { PictureRecord } from '../evaluation/record.ts';
import type { Summary } from '../evaluation/summary.ts';
import { boxColour } from '../pipeline/box-colours.ts';
import { browserName } from '../report/browser-name.ts';
import { gallerySeed } from '../report/choose-pictures.ts';
import { reportPage } from '../report/report-page.ts';
import type { ReportedMethod } from '../report/report.ts';
import { shownIds } from '../report/sections/gallery.ts';
import { thumbnailsOf } from '../report/thumbnail.ts';
import { choiceOf, type RunHead } from '../runs/kept-run.ts';
import { readAgain } from '../runs/read-again.ts';

/**
 * @param problems null where they are not known, as of a run of an earlier visit
 * @param files what was given on this visit; without, the report shows no pictures
 */
export async function runAsReport(
  { settings, info, classMap }: RunHead,
  summary: Summary,
  arrived: readonly PictureRecord[],
  problems: Iterable<Problem> | null,
  files: readonly NamedFile[],
): Promise<Blob> {
  const records = sortedById(arrived);
  const { failed, notes, withoutPicture } = judged(problems ?? []);
  const ids = shownIds({ records, summary });
  const page = reportPage({
    ...{ tool: 'cam-lens', version, date: new Date().toISOString(), shard: null },
    machine: { backend: info.backend, browser: await browserName() },
    model: { ...info.model, size: settings.size, classes: info.classes },
    dataset: {
      ...{ images: null, annotations: null, limit: settings.limit, isOfImageNet: classMap === null },
      withoutPicture,
    },
    choice: choiceOf(settings),
    methods: info.methods.filter(({ name }) => settings.methods.includes(name)).map(coloured),
    truthColour: boxColour('truth'),
    ...{ summary, records },
    failed: problems === null ? null : failed,
    notes,
    thumbnails: files.length === 0 ? null : await thumbnailsOf(readAgain(await sourcesOf(files), ids)),
    repeating: { command: null, hashes: {}, seeds: { bootstrap: bootstrapDefaults.seed, gallery: gallerySeed } },
  });
  return new Blob([page], { type: 'text/html' });
}

function coloured({ name, title, paper, caution }: RunHead['info']['methods'][number]): ReportedMethod {
  return { name, title, paper, colour: boxColour(name), ...(caution === undefined ? {} : { caution }) };
}
