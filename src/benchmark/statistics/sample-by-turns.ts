/** Takes samples of several things alternately (A B A B), so that a temporary slowdown affects all of them equally. */
import { CamLensError } from '../../errors.ts';
import { median } from './resampled-medians.ts';
import { medianInterval } from './summarize.ts';

/** When sampling stops. */
export interface StopRule {
  /** Warm-up rounds, whose samples are discarded. */
  readonly warmUps: number;
  /** Minimum number of samples of each, whatever the budget. */
  readonly leastSamples: number;
  /** Wanted distance of both ends of the 95 % interval from the median, as a fraction of the median. */
  readonly precision: number;
  /** Milliseconds from the end of the warm-up after which no further round begins once there are `leastSamples`. */
  readonly budgetMs: number;
  /** Maximum number of samples of each. */
  readonly mostSamples: number;
}

export const stopRule: StopRule = {
  ...{ warmUps: 10, leastSamples: 30, precision: 0.03 },
  ...{ budgetMs: 5000, mostSamples: 1000 },
};

/**
 * @param rounds exact number of samples of each, after as many for warming up, at most 10; default: until the medians are
 *   known within 3 %, or `budgetMs` has passed
 */
export function ruleOf(rounds: number | undefined, budgetMs: number): StopRule {
  if (rounds === undefined) return { ...stopRule, budgetMs };
  return { ...stopRule, warmUps: Math.min(stopRule.warmUps, rounds), leastSamples: rounds, mostSamples: rounds };
}

export interface Sampled {
  /** In the order of measurement. */
  readonly samples: readonly number[];
  /** The budget ended before the interval of the median was narrow enough. */
  readonly isNoisy: boolean;
}

export interface Turn {
  /** Takes one sample. */
  readonly take: () => Promise<number>;
}

/** Number of rounds between checks of the intervals. */
const roundsBetween = 5;

/**
 * @param now current time in milliseconds
 * @returns the samples of each turn, the same number for all
 * @throws CamLensError `internal` if a sample is not a number above 0; and any error of a turn
 */
export async function sampleByTurns(
  turns: readonly Turn[],
  rule: StopRule,
  now: () => number = () => performance.now(),
): Promise<Sampled[]> {
  const samples = turns.map((): number[] => []);
  const round = async (keeps: boolean): Promise<void> => {
    for (const [i, { take }] of turns.entries()) {
      const sample = await take();
      if (!(sample > 0 && sample < Infinity)) throw new CamLensError('internal', `A sample took ${sample} ms.`);
      if (keeps) samples[i]!.push(sample);
    }
  };
  for (let i = 0; i < rule.warmUps; i++) await round(false);
  const begunMs = now();
  for (let rounds = 1; rounds <= rule.mostSamples; rounds++) {
    await round(true);
    if (rounds < rule.leastSamples) continue;
    const isOver = now() - begunMs >= rule.budgetMs;
    if (isOver || ((rounds - rule.leastSamples) % roundsBetween === 0 && samples.every(isPrecise(rule)))) break;
  }
  return samples.map((own) => ({ samples: own, isNoisy: !isPrecise(rule)(own) }));
}

function isPrecise({ precision }: StopRule): (samples: readonly number[]) => boolean {
  return (samples) => {
    // One sample alone has no spread.
    if (samples.length < 2) return false;
    const [low, high] = medianInterval(samples);
    const middle = median(samples);
    return Math.max(high - middle, middle - low) <= precision * middle;
  };
}
