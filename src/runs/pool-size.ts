/** Divides the processors between the workers of a run. */

/** More networks would not fit in the memory of an ordinary machine (ResNet-50 takes 400 MB each). */
const mostWorkers = 8;

/** More threads do not make a network faster. */
const mostThreads = 8;

export interface PoolSize {
  readonly workers: number;
  /** Threads of each worker's network. */
  readonly threads: number;
}

export interface Processors {
  readonly hardwareConcurrency: number;
  /** Without cross-origin isolation, a network in WebAssembly has one thread. */
  readonly crossOriginIsolated: boolean;
}

/**
 * One network with one thread per processor, because parallel networks process more pictures per second than one
 * network with as many threads. Remaining processors are divided evenly.
 * @param wanted number of workers, if requested
 */
export function poolSize(
  wanted: number | undefined,
  { hardwareConcurrency, crossOriginIsolated }: Processors,
): PoolSize {
  const processors = Math.max(1, hardwareConcurrency);
  const workers = wanted ?? Math.min(mostWorkers, processors);
  const share = Math.floor(processors / workers);
  return { workers, threads: crossOriginIsolated ? Math.min(mostThreads, Math.max(1, share)) : 1 };
}
