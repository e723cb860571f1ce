/** Sums the times of a network's kernels: by kernel, by operator, forward and gradient apart. */
import type { KernelEvent } from '../../pipeline/network/kernel-events.ts';
import type { NamedNode, NetworkSide } from '../../pipeline/network/named-nodes.ts';
import type { ProfiledRuns } from '../../pipeline/network/profiled-network.ts';
import { median } from '../statistics/resampled-medians.ts';
import { summarize } from '../statistics/summarize.ts';
import type { Ceiling } from '../ceilings/ceiling.ts';
import { boundOf } from '../result/bound-of.ts';
import type { KernelLimit, KernelMatch, KernelRow, MedianMs, NetworkKernels, OperatorRow } from './network-result.ts';

type Known = Pick<KernelRow, 'node' | 'operator' | 'program' | 'match' | 'side'>;

/** @param ceilings of the adapter */
export function sumKernels(
  { runs, nodes, works }: ProfiledRuns,
  ceilings: readonly Ceiling[],
): Omit<NetworkKernels, 'runs' | 'wall'> {
  const [model = []] = runs;
  const found = model.map(({ node }) => nodes.find(node));
  const known = model.map((event, i): Known => describe(event, found, i));
  // [run][kernel]
  const timesMs = runs.map((run) => run.map(({ beginUs, endUs }) => (endUs - beginUs) / 1000));
  const totalsMs = timesMs.map(sum);
  const row = (kernels: readonly number[]): MedianMs & { readonly share: number } => {
    const each = timesMs.map((run) => sum(kernels.map((kernel) => run[kernel]!)));
    const share = median(each.map((timeMs, run) => (totalsMs[run] === 0 ? 0 : timeMs / totalsMs[run]!)));
    return { ...medianOf(each), share };
  };
  const of = (isWanted: (kernel: Known) => boolean): number[] =>
    known.flatMap((kernel, i) => (isWanted(kernel) ? [i] : []));
  const least = nodes.nodes.map((_, i) => works[i] && boundOf(works[i], 1, ceilings));
  const nodeOf = (kernel: number): number => nodes.nodes.indexOf(found[kernel]!);
  const timeOf = (kernels: readonly number[]): number =>
    median(timesMs.map((run) => sum(kernels.map((kernel) => run[kernel]!))));
  const limitOf = (kernel: number): KernelLimit | undefined => {
    const [work, limit] = [works[nodeOf(kernel)], least[nodeOf(kernel)]];
    if (work === undefined || limit === undefined) return undefined;
    const { bytes, operations } = work;
    const together = found.flatMap((node, i) => (node === found[kernel] ? [i] : []));
    const reached = limit.leastMs / timeOf(together);
    return { bytes, operations, bound: limit.bound, reached };
  };
  const reachedBy = (kernels: readonly number[]): number | undefined => {
    const limited = kernels.filter((kernel) => least[nodeOf(kernel)] !== undefined);
    const leastMs = sum([...new Set(limited.map(nodeOf))].map((node) => least[node]!.leastMs));
    return limited.length === 0 ? undefined : leastMs / timeOf(limited);
  };
  const operators = [...new Set(known.map(({ operator, side }) => `${side} ${operator}`))].map((key): OperatorRow => {
    const kernels = of(({ operator, side }) => `${side} ${operator}` === key);
    const { operator, side } = known[kernels[0]!]!;
    const reached = reachedBy(kernels);
    return { operator, side, kernels: kernels.length, ...row(kernels), ...(reached === undefined ? {} : { reached }) };
  });
  const sideOf = (wanted: NetworkSide): MedianMs => {
    const { medianMs, interval } = row(of(({ side }) => side === wanted));
    return { medianMs, interval };
  };
  const seen = new Set(found);
  return {
    status: 'measured',
    total: medianOf(totalsMs),
    span: medianOf(runs.map((run) => (lastEnd(run) - run[0]!.beginUs) / 1000)),
    kernels: known.map((kernel, i) => {
      const limit = limitOf(i);
      return { ...kernel, ...row([i]), ...(limit === undefined ? {} : { limit }) };
    }),
    operators: operators.sort((a, b) => b.medianMs - a.medianMs),
    sides: { forward: sideOf('forward'), gradient: sideOf('gradient') },
    ceilings,
    absent: nodes.nodes.filter((node) => !seen.has(node)).map(({ name, operator }) => ({ node: name, operator })),
  };
}

function describe({ operator, program }: KernelEvent, found: readonly (NamedNode | undefined)[], index: number): Known {
  const node = found[index];
  const next = found.slice(index).find((each) => each !== undefined) ?? found.findLast((each) => each !== undefined);
  return {
    ...{ node: node?.name ?? '', operator, program },
    ...{ match: matchOf(node, operator), side: next?.side ?? 'forward' },
  };
}

function matchOf(node: NamedNode | undefined, operator: string): KernelMatch {
  if (node === undefined) return 'inserted';
  return node.operator === operator ? 'node' : 'fused';
}

export function medianOf(samplesMs: readonly number[]): MedianMs {
  const { median: medianMs, interval } = summarize(samplesMs);
  return { medianMs, interval };
}

const lastEnd = (run: readonly KernelEvent[]): number => run.reduce((end, { endUs }) => Math.max(end, endUs), 0);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
