/** Finished results are replaced only on request. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { flag } from './parse-options.ts';

export const overwriteOption = { overwrite: flag('replace existing results') } as const;

/**
 * @param option that names the file
 * @param more alternatives, appended to the message, such as ", --resume continues it"
 * @throws CamLensError `output-exists`
 */
export function refuseOverwriting(option: string, file: string, more = ''): void {
  if (!existsSync(file)) return;
  throw new CamLensError('output-exists', `${option}: ${file} already exists; --overwrite replaces it${more}.`);
}

interface Named {
  /** File stems of the pictures. */
  readonly stems: readonly string[];
  readonly methods: readonly string[];
}

/**
 * As `refuseOverwriting`, for the files of `explain` in a folder: `<stem>.<method>.<layer>.<kind>.png` and
 * `<stem>.<method>.strip.png`.
 */
export function refuseOverwritingPictures(folder: string, { stems, methods }: Named): void {
  if (!existsSync(folder)) return;
  const wanted = new Set(stems.flatMap((stem) => methods.map((method) => `${stem}.${method}`.toLowerCase())));
  const isOurs = (name: string): boolean => {
    const parts = /^(.+)\.(heatmap|blend|boxes|strip)\.png$/i.exec(name.toLowerCase())?.[1]?.split('.') ?? [];
    return parts.some((_, i) => wanted.has(parts.slice(0, i + 1).join('.')));
  };
  const found = readdirSync(folder).find(isOurs);
  if (found !== undefined) refuseOverwriting('--out', join(folder, found));
}
