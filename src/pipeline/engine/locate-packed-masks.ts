/**
 * `Chain.locate` on a software adapter, whose memory is ordinary memory. If all components are requested, the packed
 * masks are read back and the CPU engine's code finds their components. Otherwise it works like `locateInMemory`.
 */
import type { BoxesRead, Chain, Value } from '../chain/chain.ts';
import { componentsOf } from './cpu/components.ts';
import { runsOfWords } from './cpu/runs.ts';
import { GpuMasks, GpuValue, onGpu } from './gpu-values.ts';
import { required } from '../invariants.ts';
import { locateParts } from './locate-by-stages.ts';
import { locateInMemory } from './locate-in-memory.ts';
import type { Recorder } from './recorder.ts';
import type { Masks, StageChain } from './stage-chain.ts';

export function locatePackedMasks(
  chain: StageChain,
  recorder: Recorder,
  ...[groups, sought, values]: Parameters<Chain['locate']>
): ReturnType<Chain['locate']> {
  if (!sought.all) return locateInMemory(chain, groups, sought, values);
  return locateParts(chain, groups, sought.thresholds, values, {
    record: (heatmaps, thresholds) => chain.threshold(heatmaps, ...thresholds),
    read: (masks, along) => readComponents(recorder, masks, along),
  });
}

async function readComponents(
  recorder: Recorder,
  masks: readonly Masks[],
  values: readonly Value[],
): Promise<{ boxes: BoxesRead[][]; values: Float32Array[] }> {
  const given = masks.map((each) => onGpu(each, GpuMasks));
  const spans = [...given.map(({ words }) => words), ...values.map((value) => onGpu(value, GpuValue).span)];
  const bytes = await recorder.download(spans);
  const boxes = given.map(({ list }, i) => {
    const words = new Uint32Array(required(bytes[i], `the words of masks ${i}`));
    return list.table.items.map((item): BoxesRead => {
      const { all } = componentsOf(runsOfWords(item, words));
      return { largest: all[0] ?? null, all };
    });
  });
  return { boxes, values: bytes.slice(given.length).map((buffer) => new Float32Array(buffer)) };
}
