/** Progress of several downloads as one. */
import type { LoadProgress } from '../load-progress.ts';
import { megabytes } from './download.ts';

export class Downloads {
  readonly #title: string;
  readonly #onProgress: (progress: LoadProgress) => void;
  readonly #received = new Map<string, number>();
  readonly #expected = new Map<string, number>();

  /** @param title of what is downloaded, for users */
  constructor(title: string, onProgress: (progress: LoadProgress) => void) {
    this.#title = title;
    this.#onProgress = onProgress;
  }

  /** @param sizes in bytes, by name, of files that will be downloaded too */
  expect(sizes: ReadonlyMap<string, number>): void {
    for (const [name, sizeBytes] of sizes) this.#expected.set(name, sizeBytes);
  }

  /** A callback for the progress of one download: bytes received so far, and in total, 0 if unknown. */
  of(name: string): (received: number, expected: number) => void {
    return (received, expected) => {
      this.#received.set(name, received);
      this.#expected.set(name, expected);
      this.#tell();
    };
  }

  #tell(): void {
    const received = sum(this.#received);
    const isKnown = [...this.#expected.values()].every((size) => size > 0);
    const expected = isKnown ? sum(this.#expected) : 0;
    this.#onProgress({
      step: 'download',
      ...(expected > 0 ? { fraction: Math.min(1, received / expected) } : {}),
      message: `Loading ${this.#title}${amount(received, expected)}`,
    });
  }
}

/** Empty for small amounts, because a small file may name further downloads. */
function amount(received: number, expected: number): string {
  if (expected > 0 && expected < 1e6) return '';
  return `, ${megabytes(received)} ${expected > 0 ? `of ${megabytes(expected)} ` : ''}MB`;
}

function sum(sizes: ReadonlyMap<string, number>): number {
  return [...sizes.values()].reduce((total, size) => total + size, 0);
}
