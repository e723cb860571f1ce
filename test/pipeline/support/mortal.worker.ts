/** A worker that dies and hangs as it is told. */
import { beat, tell } from '../../../src/pipeline/pulse.ts';
import { serve } from '../../../src/pipeline/worker/serve.ts';
import { CamLensError } from '../../../src/errors.ts';

export interface MortalWorker {
  echo(word: string): string;
  /** Throws. */
  refuse(): never;
  /** What it was told before, by number of calls; each takes as long as it says, in ms. */
  later(ms: number): Promise<number>;
  /** Ends itself: no event says so. */
  leave(): Promise<never>;
  fail(): Promise<never>;
  /** Holds its thread. */
  spin(): Promise<never>;
  /** Its thread is free, but nothing comes of it. */
  wait(): Promise<never>;
  /** Works for so many rounds of a second and a tenth. */
  work(rounds: number): Promise<number>;
}

const never = new Promise<never>(() => undefined);

const worker: MortalWorker = {
  echo: (word) => {
    tell(`told ${word}`);
    return word;
  },
  refuse: () => {
    throw new CamLensError('unknown-layer', 'There is no such layer.');
  },
  later: (ms) => new Promise((resolve) => setTimeout(() => resolve(ms), ms)),
  leave: () => {
    globalThis.close();
    return never;
  },
  fail: () => {
    setTimeout(() => {
      throw new Error('out of luck');
    });
    return never;
  },
  spin: () => {
    for (;;);
  },
  wait: () => never,
  async work(rounds) {
    for (let i = 0; i < rounds; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1100));
      beat();
    }
    return rounds;
  },
};

serve(worker);
