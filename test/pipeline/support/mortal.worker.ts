/** A worker that dies and hangs as it is told. */
import { expose } from 'comlink';
import { answer, type Answer } from '../../../src/pipeline/worker/protocol.ts';
import { beat, startPulse, tell } from '../../../src/pipeline/pulse.ts';

export interface MortalWorker {
  echo(word: string): Promise<Answer<string>>;
  /** Ends itself: no event says so. */
  leave(): Promise<Answer<never>>;
  fail(): Promise<Answer<never>>;
  /** Holds its thread. */
  spin(): Promise<Answer<never>>;
  /** Its thread is free, but nothing comes of it. */
  wait(): Promise<Answer<never>>;
  /** Works for so many rounds of a second and a tenth. */
  work(rounds: number): Promise<Answer<number>>;
}

const never = new Promise<Answer<never>>(() => undefined);

const worker: MortalWorker = {
  echo: (word) => {
    tell(`told ${word}`);
    return answer(() => word);
  },
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
  work: (rounds) =>
    answer(async () => {
      for (let i = 0; i < rounds; i++) {
        await new Promise((resolve) => setTimeout(resolve, 1100));
        beat();
      }
      return rounds;
    }),
};

startPulse();
expose(worker);
