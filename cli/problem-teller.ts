/** Prints the problems of a data set while it is measured: the first of each kind by name, all of them as a count. */
import { visible } from '../src/visible.ts';
import type { Tone } from './command.ts';
import { toldError } from './told-error.ts';
import type { Problem } from '../src/datasets/problems.ts';

/** Lines per code, because half of a data set may lack annotations. */
const mostTold = 20;
/** Annotations without a picture that are named. */
const mostNamed = 3;

export class ProblemTeller {
  readonly #tell: (line: string, tone?: Tone) => void;
  readonly #counts = new Map<string, number>();

  constructor(tell: (line: string, tone?: Tone) => void) {
    this.#tell = tell;
  }

  tell({ id, code, message }: Problem): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count <= mostTold) this.#tell(visible(`${id}: ${toldError({ code, message })}`), 'warning');
    else if (count === mostTold + 1)
      this.#tell(`More errors with the code ${code} are counted and listed in the result.`);
  }

  /** @param withoutPicture ids of annotations */
  sumUp(withoutPicture: readonly string[]): void {
    for (const [code, count] of this.#counts) {
      if (count > mostTold) this.#tell(`${code}: ${String(count)} in total; the result lists them.`);
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
