/** Measures of explanations other than boxes: means over pictures, and how to read them. */
import { confidenceDrop, confidenceIncrease } from './confidence.ts';
import type { ExplanationRecord } from './record.ts';

export interface Statistic {
  readonly title: string;
  /** Of the values, which are 0 … 1 unless `range` says otherwise. */
  readonly unit: string;
  /** Of the values: "−1 to 1"; absent for 0 to 1. */
  readonly range?: string;
  readonly better: 'higher' | 'lower';
}

interface Row extends Statistic {
  /** undefined if a picture has no such value. */
  readonly of: (explanation: ExplanationRecord) => number | undefined;
}

export const statistics = {
  maskIoU: {
    ...{ title: 'mask IoU', unit: 'IoU of pixels', better: 'higher' },
    of: ({ maskIoU }) => maskIoU,
  },
  pointing: {
    ...{ title: 'pointing', unit: 'share of pictures', better: 'higher' },
    of: ({ pointing }) => (pointing === undefined ? undefined : Number(pointing)),
  },
  energy: {
    ...{ title: 'energy', unit: 'share of the heatmap', better: 'higher' },
    of: ({ energy }) => energy,
  },
  sparseness: {
    ...{ title: 'sparseness', unit: 'Gini index', better: 'higher' },
    of: ({ sparseness }) => sparseness,
  },
  complexity: {
    ...{ title: 'complexity', unit: 'nats', range: '0 or more', better: 'lower' },
    of: ({ complexity }) => complexity,
  },
  deletion: {
    ...{ title: 'deletion', unit: 'mean probability', better: 'lower' },
    of: ({ deletion }) => deletion,
  },
  insertion: {
    ...{ title: 'insertion', unit: 'mean probability', better: 'higher' },
    of: ({ insertion }) => insertion,
  },
  road: {
    ...{ title: 'ROAD', unit: 'half of least − most', range: '−0.5 to 0.5', better: 'higher' },
    of: ({ roadMost, roadLeast }) =>
      roadMost === undefined || roadLeast === undefined ? undefined : (roadLeast - roadMost) / 2,
  },
  roadMost: {
    ...{ title: 'ROAD, most relevant removed', unit: 'mean probability', better: 'lower' },
    of: ({ roadMost }) => roadMost,
  },
  roadLeast: {
    ...{ title: 'ROAD, least relevant removed', unit: 'mean probability', better: 'higher' },
    of: ({ roadLeast }) => roadLeast,
  },
  pixelFlipping: {
    ...{ title: 'pixel flipping', unit: 'mean probability', better: 'lower' },
    of: ({ pixelFlipping }) => pixelFlipping,
  },
  faithfulnessCorrelation: {
    ...{ title: 'faithfulness correlation', unit: 'Pearson’s correlation', range: '−1 to 1', better: 'higher' },
    of: ({ faithfulnessCorrelation }) => faithfulnessCorrelation ?? undefined,
  },
  maxSensitivity: {
    ...{ title: 'max-sensitivity', unit: 'share of the map’s length', range: '0 or more', better: 'lower' },
    of: ({ maxSensitivity }) => maxSensitivity ?? undefined,
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

/** Of all pictures together: no mean, and without an interval. */
export const setStatistics = {
  pxap: { title: 'PxAP', unit: 'area under precision and recall of pixels', better: 'higher' },
} as const satisfies Readonly<Record<string, Statistic>>;

export type SetStatisticName = keyof typeof setStatistics;

export const setStatisticNames = Object.keys(setStatistics) as readonly SetStatisticName[];
export type StatisticName = keyof typeof statistics;
export const statisticNames = Object.keys(statistics) as readonly StatisticName[];
