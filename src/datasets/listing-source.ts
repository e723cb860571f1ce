/** A folder on a server: a listing in JSON, and a URL for every file in it. */
import { CamLensError } from '../errors.ts';
import { fetchFile } from './fetch-file.ts';
import { isIgnored } from './kinds.ts';
import type { Report } from './problems.ts';
import { decodeText } from './decode-text.ts';
import type { DataSource, Entry } from './source.ts';
import { reporting } from './reporting.ts';

/** One file of the listing, which is an array of them. */
export interface ListedFile {
  /** From the folder, with slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Where its bytes are, seen from the listing's address. */
  readonly url: string;
  /** Its content as text, UTF-8, where the server says it at once. */
  readonly text?: string;
  /** Why the server does not offer it, as in "it is …"; it is then reported as `entry-skipped`. */
  readonly skipped?: string;
}

/** A browser asks a server for six files at once; more wait for their turn. */
const atOnce = 16;

/**
 * @param name what messages call the folder
 * @param url the listing's address, absolute; files are read in the listing's order
 */
export function listingSource(name: string, url: string): DataSource {
  async function* open(report: Report): AsyncGenerator<Entry> {
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
