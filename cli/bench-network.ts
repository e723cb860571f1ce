/** `cam-lens bench network`: times ONNX Runtime's kernels on WebGPU, named by the nodes of the model. */
import type { NetworkResult } from '../src/benchmark/network/network-result.ts';
import { networkTables } from '../src/benchmark/network/network-tables.ts';
import { benchOnPage, onWebGpu } from './bench-on-page.ts';
import { serverOf } from './browser-options.ts';
import { modelUrl } from './chosen-model.ts';
import type { Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { refuseOptions } from './refuse-options.ts';
import { startServer } from './server.ts';
import { textTable } from './text-table.ts';

export const networkName = 'network';

interface Wanted {
  readonly json: boolean;
  readonly model: string | undefined;
  readonly rounds: number | undefined;
  readonly backend: string | undefined;
  readonly 'browser-url': string | undefined;
  readonly port: number | undefined;
}

/**
 * @returns 1 if the logits differ from those of WebAssembly
 * @throws CamLensError `bad-option` for --backend; `no-webgpu`, `no-browser`, `model-…`
 */
export async function benchNetwork(wanted: Wanted, terminal: Terminal): Promise<ExitCode> {
  refuseOptions(wanted, ['backend'], `bench ${networkName}`, 'measures WebGPU only');
  const server = await startServer(serverOf(wanted));
  try {
    const result = await benchOnPage<NetworkResult>(
      networkName,
      { model: modelUrl({ model: wanted.model }, server), rounds: wanted.rounds },
      { address: server.address, wanted, terminal },
      ({ adapter }) => onWebGpu(adapter),
    );
    terminal.print(
      wanted.json
        ? `${JSON.stringify(result)}\n`
        : networkTables(result)
            .map((table) => textTable(table, terminal.columns))
            .join('\n'),
    );
    return result.outcome.status === 'differs' ? exitCodes.someFailed : exitCodes.done;
  } finally {
    await server.close();
  }
}
