/** An evaluation as a single HTML file. */
import { controls } from '../../pipeline/recipe/controls/index.ts';
import { version } from '../../../package.json';
import { sourcesOf } from '../../datasets/given-files.ts';
import { bootstrapDefaults } from '../../evaluation/bootstrap.ts';
import { sortedById } from '../../evaluation/merge.ts';
import { boxColour } from '../../pipeline/recipe/box-colours.ts';
import { browserName } from '../../report/browser-name.ts';
import { gallerySeed } from '../../report/choose-pictures.ts';
import { reportPage } from '../../report/report-page.ts';
import { reportedMethod } from '../../report/reported-method.ts';
import { shownIds } from '../../report/sections/gallery.ts';
import { thumbnailsOf } from '../../report/thumbnail.ts';
import { choiceOf } from '../../runs/kept-run.ts';
import { readAgain } from '../../runs/read-again.ts';
import { leftOutInWords } from '../../runs/run-format.ts';
import type { SavedRun } from './saved-run.ts';

export async function runAsReport(
  { head: { settings, info, classMap, format, leftOut = [] }, summary, records: arrived, problems, files }: SavedRun,
  onProgress: (message: string) => void,
): Promise<Blob> {
  const records = sortedById(arrived);
  const ids = shownIds({ records, summary });
  let read = 0;
  async function* counted<Picture>(pictures: AsyncIterable<Picture>): AsyncGenerator<Picture> {
    for await (const picture of pictures) {
      onProgress(`Reading pictures again, ${++read} of ${ids.length}`);
      yield picture;
    }
  }
  const page = reportPage({
    ...{ tool: 'cam-lens', version, date: new Date().toISOString(), shard: null },
    machine: { backend: info.backend, browser: await browserName() },
    model: { ...info.model, size: settings.size, classes: info.classes },
    dataset: {
      ...{ images: null, annotations: null, limit: settings.limit },
      isOfImageNet: classMap === null && format !== 'folders' && format !== 'masks',
      withoutPicture: problems?.withoutPicture ?? [],
    },
    choice: choiceOf(settings),
    leftOut: leftOutInWords(leftOut),
    methods: [...info.methods, ...controls].filter(({ name }) => settings.methods.includes(name)).map(reportedMethod),
    truthColour: boxColour('truth'),
    ...{ summary, records },
    failed: problems?.failed ?? null,
    notes: problems?.notes ?? [],
    thumbnails:
      files.length === 0
        ? null
        : await thumbnailsOf(counted(readAgain(await sourcesOf(files), ids, format === 'masks'))),
    repeating: { command: null, hashes: {}, seeds: { bootstrap: bootstrapDefaults.seed, gallery: gallerySeed } },
  });
  return new Blob([page], { type: 'text/html' });
}
