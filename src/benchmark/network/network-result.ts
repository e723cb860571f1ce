/** The result of a benchmark of a network's kernels: plain data. Its schema is docs/schema/network-benchmark.json. */
import type { Interval } from '../../evaluation/bootstrap.ts';
import type { Ceiling } from '../ceilings/ceiling.ts';
import type { Bound } from '../result/benchmark-result.ts';
import type { NetworkSide } from '../../pipeline/network/named-nodes.ts';

export const networkFormat = 'cam-lens network benchmark';
/** Incremented whenever an older reader would misread the format. */
export const networkVersion = 1;

export interface NetworkResult {
  readonly format: typeof networkFormat;
  readonly version: typeof networkVersion;
  /** Start time, ISO 8601. */
  readonly begunAt: string;
  readonly tookMs: number;
  /** As the adapter describes itself. */
  readonly adapter: string;
  /** Whether a CPU emulates the GPU: then the numbers say nothing about GPUs. */
  readonly isSoftware: boolean;
  readonly browser: string;
  /** Name of the model. */
  readonly model: string;
  /** [N, 3, height, width] */
  readonly input: readonly number[];
  /** Layers whose activations and gradients are computed. */
  readonly layers: readonly string[];
  readonly outcome: NetworkOutcome;
}

export type NetworkOutcome = NetworkKernels | NetworkTotal | NetworkRefused;

/** A median in milliseconds. */
export interface MedianMs {
  readonly medianMs: number;
  /** 95 % interval of the median. */
  readonly interval: Interval;
}

interface Ran {
  /** Runs that were measured, after the warm-up. */
  readonly runs: number;
  /** From the call until the GPU has finished; while it is profiled, if kernels are timed, which makes it slower. */
  readonly wall: MedianMs;
}

export interface NetworkKernels extends Ran {
  readonly status: 'measured';
  /** All kernels of a run together. */
  readonly total: MedianMs;
  /** From the start of a run's first kernel to the end of its last. */
  readonly span: MedianMs;
  /** In the order in which they run. */
  readonly kernels: readonly KernelRow[];
  /** Slowest first. */
  readonly operators: readonly OperatorRow[];
  readonly sides: Readonly<Record<NetworkSide, MedianMs>>;
  /** Limits of the adapter, measured on the same device after the network. */
  readonly ceilings: readonly Ceiling[];
  /** Nodes without a kernel: fused into another, computed in advance, on the CPU, or a view of their input. */
  readonly absent: readonly { readonly node: string; readonly operator: string }[];
}

/** The adapter cannot time kernels. */
export interface NetworkTotal extends Ran {
  readonly status: 'total only';
  readonly reason: string;
}

/** The logits differ from those of WebAssembly. It is not timed. */
export interface NetworkRefused {
  readonly status: 'differs';
  readonly reason: string;
}

/**
 * How a kernel was assigned. `node`: ONNX Runtime reports the node, with its ONNX operator. `fused`: it reports the
 * node, with an operator of its own, made of this node and others. `inserted`: ONNX Runtime added it; its side is that
 * of the next kernel of a node.
 */
export type KernelMatch = 'node' | 'fused' | 'inserted';

export interface KernelRow extends MedianMs {
  /** Name of the node in the graph; empty if ONNX Runtime inserted it. */
  readonly node: string;
  readonly operator: string;
  /** Name of ONNX Runtime's shader. */
  readonly program: string;
  readonly match: KernelMatch;
  readonly side: NetworkSide;
  /** Median of its share of the run's total, 0 … 1. */
  readonly share: number;
  /** Absent where ONNX Runtime inserted the kernel, or a size is not known. */
  readonly limit?: KernelLimit;
}

/** What all kernels of a node must do together, and what limits them. */
export interface KernelLimit {
  /** Every input and output of the node once, 4 bytes a value. */
  readonly bytes: number;
  /** A multiply-add counts as 2. */
  readonly operations: number;
  /** The ceiling that requires the most time. */
  readonly bound: Bound;
  /** That time divided by the median time of all kernels of the node. Above 1, the data fit into a cache. */
  readonly reached: number;
}

export interface OperatorRow extends MedianMs {
  readonly operator: string;
  readonly side: NetworkSide;
  readonly kernels: number;
  /** Median of its share of the run's total, 0 … 1. */
  readonly share: number;
  /** The same for all kernels of the operator whose work is known, together; absent if there are none. */
  readonly reached?: number;
}
