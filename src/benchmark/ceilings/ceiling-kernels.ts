/** The kernels that measure an adapter's limits, each with its reference. */
import copyVectors from '../../shaders/ceilings/copy-vectors.wgsl';
import copyWords from '../../shaders/ceilings/copy-words.wgsl';
import count from '../../shaders/ceilings/count.wgsl';
import empty from '../../shaders/ceilings/empty.wgsl';
import multiplyAddF16 from '../../shaders/ceilings/multiply-add-f16.wgsl';
import multiplyAdd from '../../shaders/ceilings/multiply-add.wgsl';
import read from '../../shaders/ceilings/read.wgsl';
import write from '../../shaders/ceilings/write.wgsl';
import type { WgslModule } from '../../shaders/wgsl-module.ts';
import { packStructs, structOf } from '../../pipeline/engine/wgsl-layout.ts';
import { sfc32 } from '../../random.ts';
import type { KernelBenchmark, KernelBinding } from '../kernel/kernel-benchmark.ts';
import type { CeilingName } from './ceiling.ts';

const lanes = 64;
/** Workgroups that every WebGPU device can dispatch along one dimension. */
const mostWorkgroups = 65_535;

export interface CeilingKernel {
  readonly name: CeilingName;
  readonly variant: string;
  readonly kernel: KernelBenchmark;
}

/** The amount of work of the kernels in one run. */
export interface CeilingScale {
  /** Size in bytes of the arrays that are read and written; a multiple of 2²⁰. */
  readonly arrayBytes: number;
  /** Fused multiply-adds of each invocation, in rounds of 16. */
  readonly rounds: number;
}

/** Kernels in lists. Those in one list are variants that are timed alternately; the best one counts. */
export function ceilingKernels({ arrayBytes, rounds }: CeilingScale, hasF16: boolean): CeilingKernel[][] {
  const random = sfc32(1, 2);
  const words = Uint32Array.from({ length: arrayBytes / 4 }, random);
  const vectors = words.length / 4;
  const from: KernelBinding = { kind: 'read', contents: words };
  const copies = [
    ...[1, 4, 16].map((each) => copy('words', copyWords, each, words.length)),
    ...[1, 4, 16, 64].map((each) => copy('vec4', copyVectors, each, vectors)),
  ];
  function copy(what: string, wgsl: WgslModule, each: number, values: number): CeilingKernel {
    const kernel = {
      ...program(wgsl, { each }, [from, { kind: 'read_write', contents: arrayBytes }]),
      dispatch: [values / each / lanes] as const,
      reference: { binding: 2, values: words },
      bytes: 2 * arrayBytes,
    };
    return { name: 'copy', variant: `${what}, ${each} per invocation`, kernel };
  }
  const reads = [4, 16, 64].map((each): CeilingKernel => {
    const combined = combinedOf(words, each);
    const kernel = {
      ...program(read, { each }, [from, { kind: 'read_write', contents: combined.byteLength }]),
      dispatch: [vectors / each / lanes] as const,
      reference: { binding: 2, values: combined },
      bytes: arrayBytes + combined.byteLength,
    };
    return { name: 'read', variant: `vec4, ${each} per invocation`, kernel };
  });
  const writes = [1, 4, 16, 64].map((each): CeilingKernel => {
    const kernel = {
      ...program(write, { each }, [{ kind: 'read_write', contents: arrayBytes }]),
      dispatch: [vectors / each / lanes] as const,
      reference: { binding: 1, values: Uint32Array.from(words, (_, i) => i >> 2) },
      bytes: arrayBytes,
    };
    return { name: 'write', variant: `vec4, ${each} per invocation`, kernel };
  });
  const fitting = (kernels: readonly CeilingKernel[]): CeilingKernel[] =>
    kernels.filter(({ kernel }) => kernel.dispatch[0] <= mostWorkgroups);
  const arithmetic = [multiplications('multiply-add f32', multiplyAdd, rounds)];
  // float16 represents integers exactly up to 2¹¹.
  if (hasF16) arithmetic.push(multiplications('multiply-add f16', multiplyAddF16, Math.min(rounds, 256)));
  return [fitting(copies), fitting(reads), fitting(writes), arithmetic, [counting(1), counting(1024)], [dispatching()]];
}

function multiplications(name: CeilingName, wgsl: WgslModule, rounds: number): CeilingKernel {
  const invocations = 16_384;
  const expected = (i: number): number => 120 + 16 * rounds * (i % 8);
  return {
    name,
    variant: `vec4, 4 at a time`,
    kernel: {
      ...program(wgsl, { rounds, factor: 1 }, [{ kind: 'read_write', contents: 4 * invocations }]),
      dispatch: [invocations / lanes],
      reference: { binding: 1, values: Float32Array.from({ length: invocations }, (_, i) => expected(i)) },
      operations: 2 * 16 * rounds * invocations,
    },
  };
}

function counting(counters: number): CeilingKernel {
  const [each, invocations] = [8, 16_384];
  const total = (each * invocations) / counters;
  return {
    name: 'atomics',
    variant: counters === 1 ? 'all to one counter' : `to ${counters} counters`,
    kernel: {
      ...program(count, { each, counters }, [{ kind: 'read_write', contents: 4 * counters }]),
      dispatch: [invocations / lanes],
      reference: { binding: 1, values: new Uint32Array(counters).fill(total) },
      operations: each * invocations,
    },
  };
}

function dispatching(): CeilingKernel {
  return {
    name: 'dispatch',
    variant: 'one empty workgroup',
    kernel: {
      wgsl: empty.code,
      entryPoint: 'nothing',
      bindings: [{ kind: 'read_write', contents: 4 }],
      dispatch: [1],
      reference: { binding: 0, values: Uint32Array.of(0) },
    },
  };
}

/** The module's only entry point, with its parameters and the arguments after them. */
function program(
  wgsl: WgslModule,
  parameters: Readonly<Record<string, number>>,
  bindings: readonly KernelBinding[],
): Pick<KernelBenchmark, 'wgsl' | 'entryPoint' | 'bindings'> {
  const packed = packStructs(structOf(wgsl, 'Parameters'), [parameters]);
  return {
    wgsl: wgsl.code,
    entryPoint: [...wgsl.layout.workgroups.keys()].join(),
    bindings: [{ kind: 'uniform', contents: new Uint8Array(packed) }, ...bindings],
  };
}

function combinedOf(words: Uint32Array, each: number): Uint32Array {
  const combined = new Uint32Array(words.length / 4 / each);
  const perGroup = 4 * each * lanes;
  words.forEach((word, i) => {
    const lane = (i >> 2) % lanes;
    combined[Math.floor(i / perGroup) * lanes + lane]! ^= word;
  });
  return combined;
}
