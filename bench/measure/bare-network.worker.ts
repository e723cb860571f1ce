import { expose } from 'comlink';
import { BareNetwork, type BareNetworkOptions, type NetworkPace } from './bare-network.ts';

let network: BareNetwork | undefined;

const worker = {
  start: async (options: BareNetworkOptions): Promise<void> => {
    network = await BareNetwork.create(options);
  },
  rate: async (leastMs: number): Promise<NetworkPace> => {
    if (network === undefined) throw new Error('The network was not started.');
    return network.rate(leastMs);
  },
};

export type BareNetworkWorker = typeof worker;

expose(worker);
