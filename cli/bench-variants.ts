/** `cam-lens bench variants`: finds the fastest variant of each stage on this adapter. */
import { variantsTables } from '../src/benchmark/variants/variants-tables.ts';
import type { VariantsResult } from '../src/benchmark/variants/variants-result.ts';
import { benchOnPage, onWebGpu } from './bench-on-page.ts';
import { serverOf } from './browser-options.ts';
import type { Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { refuseOptions } from './refuse-options.ts';
import { startServer } from './server.ts';
import { textTable } from './text-table.ts';

export const variantsName = 'variants';

interface Wanted {
  readonly json: boolean;
  readonly model: string | undefined;
  readonly rounds: number | undefined;
  readonly backend: string | undefined;
  readonly 'browser-url': string | undefined;
  readonly port: number | undefined;
}

/**
 * @returns 1 if a stage or a variant gives a wrong result
 * @throws CamLensError `bad-option` for options of other benchmarks; `no-webgpu`, `no-browser`
 */
export async function benchVariants(wanted: Wanted, terminal: Terminal): Promise<ExitCode> {
  refuseOptions(wanted, ['model', 'backend'], `bench ${variantsName}`, 'measures shaders on WebGPU only');
  const server = await startServer(serverOf(wanted));
  try {
    const result = await benchOnPage<VariantsResult>(
      variantsName,
      { rounds: wanted.rounds },
      { address: server.address, wanted, terminal },
      ({ device }) => onWebGpu(device.adapter),
    );
    terminal.print(
      wanted.json
        ? `${JSON.stringify(result)}\n`
        : variantsTables(result)
            .map((table) => textTable(table, terminal.columns))
            .join('\n'),
    );
    return isRight(result) ? exitCodes.done : exitCodes.someFailed;
  } finally {
    await server.close();
  }
}

function isRight({ stages }: VariantsResult): boolean {
  return stages.every(({ usual, others }) => [usual, ...others].every(({ outcome }) => outcome.status !== 'differs'));
}
