/** The table of measures. */
import type { MeasureName } from '../run-choice.ts';
import { energy } from './energy.ts';
import type { Measure } from './measure.ts';
import { pointing } from './pointing.ts';
import { wsol } from './wsol.ts';

export const measures: Readonly<Record<MeasureName, Measure>> = { wsol, pointing, energy };
