/** What is told of explanations besides their boxes: means over pictures, and how to read them. */
import { confidenceDrop, confidenceIncrease } from './confidence.ts';
import type { ExplanationRecord } from './record.ts';

export interface Statistic {
  readonly title: string;
  /** Of the values, all of them 0 … 1. */
  readonly unit: string;
  readonly better: 'higher' | 'lower';
}

interface Row extends Statistic {
  /** undefined where a picture has no such value. */
  readonly of: (explanation: ExplanationRecord) => number | undefined;
}

export const statistics = {
  pointing: {
    ...{ title: 'pointing', unit: 'share of pictures', better: 'higher' },
    of: ({ pointing }) => (pointing === undefined ? undefined : Number(pointing)),
  },
  energy: {
    ...{ title: 'energy', unit: 'share of the heatmap', better: 'higher' },
    of: ({ energy }) => energy,
  },
  deletion: {
    ...{ title: 'deletion', unit: 'mean probability', better: 'lower' },
    of: ({ deletion }) => deletion,
  },
  insertion: {
    ...{ title: 'insertion', unit: 'mean probability', better: 'higher' },
    of: ({ insertion }) => insertion,
  },
  averageDrop: {
    ...{ title: 'average drop', unit: 'share of the probability', better: 'lower' },
    of: ({ confidence }) => confidence && confidenceDrop(confidence),
  },
  averageIncrease: {
    ...{ title: 'increase', unit: 'share of pictures', better: 'higher' },
    of: ({ confidence }) => confidence && confidenceIncrease(confidence),
  },
} as const satisfies Readonly<Record<string, Row>>;

export type StatisticName = keyof typeof statistics;
export const statisticNames = Object.keys(statistics) as readonly StatisticName[];
