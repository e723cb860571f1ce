/** Skipped files of a source, reported in one line: the first few by name, all of them by number. */
import type { ErrorCode } from '../errors.ts';
import type { Problem } from './problems.ts';

const mostNamed = 5;

export class PassedOver {
  readonly #named: string[] = [];
  #count = 0;

  add(path: string): void {
    if (++this.#count <= mostNamed) this.#named.push(path);
  }

  /**
   * @param source its name in messages
   * @param why as in "2 files in set.tar are …"
   */
  *told(source: string, why: string, code: ErrorCode = 'files-ignored'): Generator<Problem> {
    if (this.#count === 0) return;
    const more = this.#count - this.#named.length;
    const names = `${this.#named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    const files = this.#count === 1 ? '1 file' : `${this.#count} files`;
    yield { id: source, code, message: `Skipped ${files} in ${source}, ${why}: ${names}.` };
  }
}
