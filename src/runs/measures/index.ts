/** The table of measures. */
import type { MeasureName } from '../run-choice.ts';
import { deletion } from './deletion.ts';
import { drop } from './drop.ts';
import { energy } from './energy.ts';
import { insertion } from './insertion.ts';
import type { Measure } from './measure.ts';
import { pointing } from './pointing.ts';
import { randomisation } from './randomisation.ts';
import { wsol } from './wsol.ts';

export const measures: Readonly<Record<MeasureName, Measure>> = {
  ...{ wsol, pointing, energy },
  ...{ deletion, insertion, drop, randomisation },
};
