/** An engine that combines the GPU's and the CPU's, for finding a wrong shader. */
import type { Engine } from '../../chain/chain.ts';
import { Turns } from '../../../turns.ts';
import { createCpuEngine } from '../cpu-engine.ts';
import type { StageEngine } from '../stage-chain.ts';
import { untilDestroyed } from '../until-destroyed.ts';
import { SplitChain } from './split-chain.ts';
import { placementOf, type StageSplit } from './stage-split.ts';

/** @param gpu destroyed together with the new engine */
export function createSplitEngine(gpu: StageEngine, split: StageSplit): Engine {
  const cpu = createCpuEngine();
  const placement = placementOf(split);
  const onCompared = 'onCompared' in split ? split.onCompared : (): void => undefined;
  const turns = new Turns();
  return {
    kind: 'webgpu',
    get isDead() {
      return gpu.isDead;
    },
    get alive() {
      return gpu.alive;
    },
    begin: (options) =>
      untilDestroyed(
        new SplitChain({ cpu: cpu.begin(options), gpu: gpu.begin(options), placement, onCompared, turns }),
      ),
    destroy: () => {
      gpu.destroy();
      cpu.destroy();
    },
  };
}
