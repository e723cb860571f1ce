import type { ComponentBox } from '../../types.ts';
import type { Regions } from './components.ts';

/** Every component, largest first, ties in raster order of the first pixel. */
export function boxes(regions: Pick<Regions, 'all'>): readonly ComponentBox[] {
  return regions.all;
}
