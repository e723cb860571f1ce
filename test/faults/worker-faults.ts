/** Makes the GPU of workers fail, from the page that started them. */
import { vi } from 'vitest';
import type { GpuFault } from './gpu-faults.ts';
import { countsName, ordersName, type Counts, type Order } from './workers/orders.ts';

const RealWorker = Worker;

/**
 * Workers that are started from now on run this module instead of their own.
 * @param name of the workers, which the module may read
 */
export function disturbWorkers(module: URL, name = ''): void {
  vi.stubGlobal(
    'Worker',
    class extends RealWorker {
      constructor() {
        super(module, { type: 'module', name });
      }
    },
  );
}

export class WorkerFaults {
  readonly #orders = new BroadcastChannel(ordersName);
  readonly #counts = new BroadcastChannel(countsName);
  readonly #workers: number;

  /** @param workers how many have started */
  constructor(workers: number) {
    this.#workers = workers;
  }

  /** Disturbs a call from now on, counted in each worker by itself; null disturbs nothing. */
  async disturb(fault: GpuFault | null): Promise<void> {
    await this.#order({ disturb: fault });
  }

  /** Calls since the last order, of the worker that made most. */
  async counts(): Promise<Counts> {
    const all = await this.#order('count');
    return all.reduce((most, own) => {
      const larger = Object.entries(own).map(([site, calls]) => [site, Math.max(calls, most[site as keyof Counts])]);
      return Object.fromEntries(larger) as Counts;
    });
  }

  close(): void {
    this.#orders.close();
    this.#counts.close();
  }

  /** Waits until every worker has answered. */
  #order(order: Order): Promise<Counts[]> {
    return new Promise((resolve) => {
      const answers: Counts[] = [];
      this.#counts.onmessage = ({ data }: MessageEvent<Counts>) => {
        if (answers.push(data) === this.#workers) resolve(answers);
      };
      this.#orders.postMessage(order);
    });
  }
}
