/** How a run shares the processors out. */

/** More networks than this no longer fit into the memory of an ordinary machine (ResNet-50: 400 MB each). */
const mostWorkers = 8;

/** More threads than this no longer make a network faster. */
const mostThreads = 8;

export interface PoolSize {
  readonly workers: number;
  /** Of each worker's network. */
  readonly threads: number;
}

export interface Processors {
  readonly hardwareConcurrency: number;
  /** Without isolation, a network in WebAssembly has one thread. */
  readonly crossOriginIsolated: boolean;
}

/**
 * As many networks side by side as there are processors, each on one thread: they make more pictures a second than one
 * network on as many threads. Processors that are left are shared out evenly.
 * @param wanted workers, where somebody says
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
