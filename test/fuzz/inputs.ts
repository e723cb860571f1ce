/** The inputs of a kind, by number: the same seed, number and corpus always give the same bytes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './kind.ts';
import { byteMutations } from './mutate-bytes.ts';
import { Random } from './random.ts';

/** Files that have failed before, in the order of their names; none where the kind has no folder yet. */
export function readCorpus(folder: string, { extension }: Pick<Kind, 'extension'>): readonly Uint8Array[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(extension));
  return names.sort().map((name) => new Uint8Array(readFileSync(join(folder, name))));
}

export class Inputs {
  readonly #kind: Kind;
  readonly #corpus: readonly Uint8Array[];
  readonly #origins: readonly Uint8Array[];
  readonly #seed: number;

  private constructor(kind: Kind, corpus: readonly Uint8Array[], sound: readonly Uint8Array[], seed: number) {
    this.#kind = kind;
    this.#corpus = corpus;
    this.#origins = [...sound, ...corpus];
    this.#seed = seed;
  }

  static async of(kind: Kind, folder: string, seed: number): Promise<Inputs> {
    return new Inputs(kind, readCorpus(folder, kind), await kind.sound(), seed);
  }

  /** The corpus itself comes first; then one to three mutations each of a sound input, or of one of the corpus. */
  at(index: number): Uint8Array {
    const kept = this.#corpus[index];
    if (kept !== undefined) return kept;
    const random = new Random(this.#seed, index);
    let bytes = random.pick(this.#origins);
    for (let left = 1 + random.below(3); left > 0; left -= 1) bytes = this.#mutated(bytes, random);
    return bytes;
  }

  #mutated(bytes: Uint8Array, random: Random): Uint8Array {
    const { mutations } = this.#kind;
    const knowing = mutations.length > 0 && !random.oneIn(3);
    try {
      return random.pick(knowing ? mutations : byteMutations)(bytes, random);
    } catch {
      return bytes;
    }
  }
}
