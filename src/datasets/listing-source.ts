/** A folder on a server: a JSON listing, and a URL for every file. */
import { CamLensError } from '../errors.ts';
import { fetchFile } from './fetch-file.ts';
import { isIgnored } from './kinds.ts';
import type { ReportProblem } from './problems.ts';
import { decodeText } from './decode-text.ts';
import type { DataSource, Entry } from './source.ts';
import { reporting } from './reporting.ts';

/** One file of the listing, which is an array of these. */
export interface ListedFile {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** URL of its bytes, relative to the listing's. */
  readonly url: string;
  /** Its content as UTF-8 text, if the server includes it. */
  readonly text?: string;
  /** Why the server does not serve it, as in "it is …"; it is then reported as `entry-skipped`. */
  readonly skipped?: string;
}

/** A browser requests six files at once from a server; others wait. */
const atOnce = 16;

/**
 * @param name of the folder in messages
 * @param url the listing's absolute URL; files are read in the listing's order
 */
export function listingSource(name: string, url: string): DataSource {
  async function* open(report: ReportProblem): AsyncGenerator<Entry> {
    const files = await readListing(name, url).catch(reporting(report, name));
    for (const { path, sizeBytes, url: place, text, skipped } of files ?? []) {
      if (skipped !== undefined && !isIgnored(path)) {
        report({ id: path, code: 'entry-skipped', message: `${path} in ${name} was not read: it is ${skipped}.` });
        continue;
      }
      const tell = reporting(report, path);
      const open = (): Promise<Response> => fetchFile(path, new URL(place, url).href);
      yield {
        ...{ path, sizeBytes, atOnce },
        read: async () =>
          open()
            .then((response) => response.blob())
            .catch(tell),
        readText: async () =>
          text ??
          open()
            .then((response) => response.arrayBuffer())
            .then((bytes) => decodeText(new Uint8Array(bytes)))
            .catch(tell),
      };
    }
  }
  return { name, open };
}

async function readListing(name: string, url: string): Promise<readonly ListedFile[]> {
  const response = await fetchFile(name, url);
  const listing: unknown = await response.json().catch(() => undefined);
  if (Array.isArray(listing) && listing.every(isListedFile)) return listing;
  throw new CamLensError(
    'file-unreadable',
    `The listing of ${name} at ${url} should be a JSON array of {path, sizeBytes, url, text?, skipped?}.`,
  );
}

function isListedFile(value: unknown): value is ListedFile {
  const { path, sizeBytes, url, text = '', skipped = '' } = (value ?? {}) as Partial<Record<keyof ListedFile, unknown>>;
  return [path, url, text, skipped].every((word) => typeof word === 'string') && typeof sizeBytes === 'number';
}
