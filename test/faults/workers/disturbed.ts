/** Takes orders for faults inside a worker, before the worker's own modules are loaded. */
import './dynamic-imports.ts';
import { callsOf, disturb, gpuSites, type GpuFault } from '../gpu-faults.ts';
import { countsName, ordersName, type Order } from './orders.ts';

// A fault that comes while the worker starts is its name.
disturb(self.name === '' ? undefined : (JSON.parse(self.name) as GpuFault));

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
