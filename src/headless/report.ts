/** Records, tables and what the command knows → one page, with small copies of the pictures that it shows. */
import { ById } from '../datasets/identity.ts';
import { readPictures } from '../datasets/read-pictures.ts';
import { bootstrapDefaults } from '../evaluation/bootstrap.ts';
import { boxColour } from '../pipeline/box-colours.ts';
import { methodNamed } from '../pipeline/methods/index.ts';
import { gallerySeed } from '../report/choose-pictures.ts';
import { conventionsOf } from '../report/conventions.ts';
import { reportPage } from '../report/report-page.ts';
import type { ReportedMethod } from '../report/report.ts';
import { shownPictures } from '../report/sections/gallery.ts';
import { dataUriOf, makeThumbnail } from '../report/thumbnail.ts';
import { sourceAt } from './evaluate.ts';
import type { DataPlace, ReportMade, ReportRequest } from './evaluation-calls.ts';
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
  const ids = shownPictures({ records, summary: told.summary }).flatMap((list) => list.pictures.map(({ id }) => id));
  const page = reportPage({
    ...told,
    ...{ records, methods: told.choice.methods.map(describe), truthColour: boxColour('truth') },
    machine: { backend, browser },
    thumbnails: pictures === undefined ? null : await thumbnailsOf(pictures, new Set(ids)),
    repeating: { ...repeating, seeds },
  });
  const conventions = conventionsOf(told.choice, told.model.size);
  return { page, browser, conventions, seeds, bootstrap: { resamples, confidence } };
}

function describe(name: string): ReportedMethod {
  const { title, paper, caution } = methodNamed(name);
  return { name, title, paper, colour: boxColour(name), ...(caution === undefined ? {} : { caution }) };
}

/** Reads no further than it must; what cannot be read was reported when it was measured. */
async function thumbnailsOf(place: DataPlace, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const thumbnails = new Map<string, string>();
  const wanted = new ById<true>();
  for (const id of ids) wanted.set(id, true);
  tellProgress({ message: `Reading ${ids.size} pictures again, for the report …` });
  for await (const picture of readPictures([sourceAt(place)], () => undefined)) {
    if (thumbnails.size === ids.size) break;
    const id = wanted.match(picture.id);
    const file = id === undefined ? undefined : await picture.read();
    const thumbnail = file && (await makeThumbnail(file));
    if (id !== undefined && thumbnail !== undefined) thumbnails.set(id, await dataUriOf(thumbnail));
  }
  return thumbnails;
}

interface BrandedNavigator extends Navigator {
  readonly userAgentData?: {
    getHighEntropyValues(hints: readonly string[]): Promise<{
      readonly fullVersionList?: readonly { readonly brand: string; readonly version: string }[];
    }>;
  };
}

/** With the full version where the browser tells it: "Chromium 149.0.7827.22". */
async function browserName(): Promise<string> {
  const told = await (navigator as BrandedNavigator).userAgentData?.getHighEntropyValues(['fullVersionList']);
  const brands = told?.fullVersionList?.filter(({ brand }) => /chrom/i.test(brand)) ?? [];
  const { brand, version } = brands.find((each) => each.brand !== 'Chromium') ?? brands[0] ?? {};
  return brand === undefined || version === undefined ? navigator.userAgent : `${brand} ${version}`;
}
