import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's folder: the nearest parent with a package.json, whether this file is bundled or not. */
export const projectRoot = nearest(import.meta.dirname);

function nearest(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('cam-lens runs outside its own folder');
  return nearest(parent);
}
