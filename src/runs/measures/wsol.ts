import { wsolHits } from '../../evaluation/wsol/hits.ts';
import type { Measure } from './measure.ts';

/** The IoU levels of MaxBoxAcc at which the boxes count as hits (Choe et al. 2020). */
export const wsol: Measure = {
  take: ({ explanation: { map }, picture, truths }) => ({ wsol: wsolHits(map.values, map, truths, picture) }),
};
