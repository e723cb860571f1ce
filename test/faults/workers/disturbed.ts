/** Takes orders for faults inside a worker, before the worker's own modules are loaded. */
import { callsOf, disturb, gpuSites } from '../gpu-faults.ts';
import { countsName, ordersName, type Order } from './orders.ts';

disturb();

// Vitest rewrites dynamic imports, and prepares for that only those workers that it knows of.
Object.assign(globalThis, { __vitest_browser_runner__: { wrapDynamicImport: (load: () => unknown) => load() } });

// A minute passes with every order: a GPU may fail as often as a sweep wants it to.
const now = performance.now.bind(performance);
let passedMs = 0;
performance.now = () => now() + passedMs;

const counts = new BroadcastChannel(countsName);
new BroadcastChannel(ordersName).onmessage = ({ data }: MessageEvent<Order>) => {
  if (data !== 'count') {
    passedMs += 60_000;
    disturb(data.disturb ?? undefined);
  }
  counts.postMessage(Object.fromEntries(gpuSites.map((site) => [site, callsOf(site)])));
};
