/** The statistics that are shown of a layer, one to a column. */
import { percent, rawValue } from '../shared/words.ts';
import type { ValueStatistics } from './value-statistics.ts';

interface StatisticsColumn {
  readonly title: string;
  /** In full, for people who ask. */
  readonly meaning: string;
  readonly text: (statistics: ValueStatistics) => string;
}

export const statisticsColumns: readonly StatisticsColumn[] = [
  { title: 'Mean', meaning: 'Mean of all values', text: ({ mean }) => rawValue(mean) },
  { title: 'Deviation', meaning: 'Standard deviation of all values', text: ({ deviation }) => rawValue(deviation) },
  { title: 'Minimum', meaning: 'Smallest value', text: ({ minimum }) => rawValue(minimum) },
  { title: 'Maximum', meaning: 'Largest value', text: ({ maximum }) => rawValue(maximum) },
  { title: 'Zeros', meaning: 'Share of values that are exactly 0', text: ({ zeros }) => percent(zeros) },
];
