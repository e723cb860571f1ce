/** A run's head to test with. */
import type { RunHead } from '../../src/runs/kept-run.ts';
import type { LensInfo } from '../../src/pipeline/api/lens.ts';

export function headWith(info: LensInfo, more: Partial<RunHead> = {}): RunHead {
  return {
    settings: { methods: ['cam', 'grad-cam'], layer: 'layer4', source: 'true', size: 224, limit: null },
    total: 3,
    split: null,
    classMap: null,
    info,
    ...more,
  };
}
