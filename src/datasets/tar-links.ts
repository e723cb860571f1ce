/** The links of a tar archive, and the files in it that they refer to. */
import { safePath } from './safe-path.ts';
import type { TarLink } from './read-tar.ts';

/** Maximum length of a chain of links. */
const mostSteps = 40;

export class TarLinks {
  /** Path of a link → the path it refers to, each path safe. */
  readonly #targets = new Map<string, string | undefined>();
  readonly #links: TarLink[] = [];

  get size(): number {
    return this.#links.length;
  }

  add(link: TarLink): void {
    this.#links.push(link);
    const path = safePath(link.path);
    if (path !== undefined) this.#targets.set(path, targetOf(link));
  }

  /** The links by the file they finally refer to, whether it exists or not; undefined if there can be none. */
  byFile(): Map<string | undefined, TarLink[]> {
    const links = new Map<string | undefined, TarLink[]>();
    for (const link of this.#links) {
      const file = this.#fileOf(link);
      const known = links.get(file);
      if (known === undefined) links.set(file, [link]);
      else known.push(link);
    }
    return links;
  }

  #fileOf(link: TarLink): string | undefined {
    let target = targetOf(link);
    for (let step = 0; target !== undefined && this.#targets.has(target); step++) {
      if (step === mostSteps) return undefined;
      target = this.#targets.get(target);
    }
    return target;
  }
}

/** From the archive's root; undefined if it leads out of the archive. */
function targetOf({ kind, path, target }: TarLink): string | undefined {
  if (kind === 'hard-link') return safePath(target);
  if (target.startsWith('/')) return undefined;
  const parts: string[] = [];
  for (const part of [...path.split('/').slice(0, -1), ...target.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return safePath(parts.join('/'));
}
