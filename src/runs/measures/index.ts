/** The table of measures. */
import type { MeasureName } from '../run-choice.ts';
import { complexity } from './complexity.ts';
import { deletion } from './deletion.ts';
import { drop } from './drop.ts';
import { energy } from './energy.ts';
import { faithfulnessCorrelation } from './faithfulness-correlation.ts';
import { insertion } from './insertion.ts';
import type { Measure } from './measure.ts';
import { maxSensitivity } from './max-sensitivity.ts';
import { pixelFlipping } from './pixel-flipping.ts';
import { pointing } from './pointing.ts';
import { pxap } from './pxap.ts';
import { randomisation } from './randomisation.ts';
import { road } from './road.ts';
import { sparseness } from './sparseness.ts';
import { wsol } from './wsol.ts';

export const measures: Readonly<Record<MeasureName, Measure>> = {
  ...{ wsol, pointing, energy, pxap },
  ...{ sparseness, complexity },
  ...{ deletion, insertion, drop, randomisation },
  road,
  'pixel-flipping': pixelFlipping,
  'max-sensitivity': maxSensitivity,
  'faithfulness-correlation': faithfulnessCorrelation,
};
