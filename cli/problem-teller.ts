/** What is wrong with a data set, told while it is measured: a few of each kind by name, all of them by number. */
import { visible } from '../src/visible.ts';
import type { Problem } from '../src/datasets/problems.ts';

/** Lines of each code; half a data set may lack its annotations. */
const mostTold = 20;
/** Annotations without picture that are named. */
const mostNamed = 3;

export class ProblemTeller {
  readonly #tell: (line: string) => void;
  readonly #counts = new Map<string, number>();

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  tell({ id, code, message }: Problem): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count <= mostTold) this.#tell(visible(`${id}: ${code}: ${message}`));
    else if (count === mostTold + 1) this.#tell(`More of ${code} are counted, and listed in the result.`);
  }

  /** @param withoutPicture ids of annotations */
  sumUp(withoutPicture: readonly string[]): void {
    for (const [code, count] of this.#counts) {
      if (count > mostTold) this.#tell(`${code}: ${String(count)} in all; the result lists them.`);
    }
    if (withoutPicture.length === 0) return;
    const [number, more] = [withoutPicture.length, withoutPicture.length - mostNamed];
    const named = withoutPicture.slice(0, mostNamed).map(visible).join(', ');
    this.#tell(
      `${number === 1 ? '1 annotation has' : `${String(number)} annotations have`} no picture: ${named}` +
        (more > 0 ? ` and ${String(more)} more; the result lists them.` : '.'),
    );
  }
}
