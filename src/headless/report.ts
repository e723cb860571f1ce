/** Records, tables and what the command knows → one page, with small copies of the pictures that it shows. */
import { bootstrapDefaults } from '../evaluation/bootstrap.ts';
import { boxColour } from '../pipeline/recipe/box-colours.ts';
import { methodNamed } from '../pipeline/recipe/methods/index.ts';
import { browserName } from '../report/browser-name.ts';
import { gallerySeed } from '../report/choose-pictures.ts';
import { conventionsOf } from '../report/conventions.ts';
import { reportPage } from '../report/report-page.ts';
import type { ReportedMethod } from '../report/report.ts';
import { shownIds } from '../report/sections/gallery.ts';
import { thumbnailsOf } from '../report/thumbnail.ts';
import { readAgain } from '../runs/read-again.ts';
import { sourceAt } from './evaluate.ts';
import type { ReportMade, ReportRequest } from './evaluation-calls.ts';
import { tellProgress } from './progress.ts';
import { readAll } from './summarise.ts';

/** @throws CamLensError `records-unfit` */
export async function makeReport({
  records: files,
  pictures,
  backend,
  repeating,
  ...told
}: ReportRequest): Promise<ReportMade> {
  const records = await readAll(files);
  const { resamples, seed, confidence } = bootstrapDefaults;
  const seeds = { bootstrap: seed, gallery: gallerySeed };
  const browser = await browserName();
  const ids = shownIds({ records, summary: told.summary });
  if (pictures !== undefined) tellProgress({ message: `Reading ${ids.length} pictures again, for the report …` });
  const page = reportPage({
    ...told,
    ...{ records, methods: told.choice.methods.map(describe), truthColour: boxColour('truth') },
    machine: { backend, browser },
    thumbnails: pictures === undefined ? null : await thumbnailsOf(readAgain([sourceAt(pictures)], ids)),
    repeating: { ...repeating, seeds },
  });
  const conventions = conventionsOf(told.choice, told.model.size);
  return { page, browser, conventions, seeds, bootstrap: { resamples, confidence } };
}

function describe(name: string): ReportedMethod {
  const { title, paper, caution } = methodNamed(name);
  return { name, title, paper, colour: boxColour(name), ...(caution === undefined ? {} : { caution }) };
}
