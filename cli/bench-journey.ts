/** `cam-lens bench journey`: times the whole journey of a photo, and counts its memory. */
import type { JourneyResult } from '../src/benchmark/journey/journey-result.ts';
import { journeyTables } from '../src/benchmark/journey/journey-tables.ts';
import type { BackendChoice } from '../src/pipeline/types.ts';
import { benchOnPage } from './bench-on-page.ts';
import { serverOf } from './browser-options.ts';
import { modelUrl } from './chosen-model.ts';
import type { Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { startServer } from './server.ts';
import { textTable } from './text-table.ts';

export const journeyName = 'journey';

interface Wanted {
  readonly json: boolean;
  readonly model: string | undefined;
  readonly rounds: number | undefined;
  readonly backend: BackendChoice | undefined;
  readonly 'browser-url': string | undefined;
  readonly port: number | undefined;
}

/**
 * @returns 1 if the result differs from that of the CPU, or a batch fails
 * @throws CamLensError `no-webgpu`, `no-browser`, `model-…`
 */
export async function benchJourney(wanted: Wanted, terminal: Terminal): Promise<ExitCode> {
  const server = await startServer(serverOf(wanted));
  try {
    const { rounds, backend = 'auto' } = wanted;
    const result = await benchOnPage<JourneyResult>(
      journeyName,
      { model: modelUrl({ model: wanted.model }, server), rounds, backend },
      { address: server.address, wanted, terminal },
      (measured) => measured.backend,
      backend,
    );
    terminal.print(
      wanted.json
        ? `${JSON.stringify(result)}\n`
        : journeyTables(result)
            .map((table) => textTable(table, terminal.columns))
            .join('\n'),
    );
    return exitCodeForJourney(result);
  } finally {
    await server.close();
  }
}

/** 1 if it was not timed, or a batch failed; sizes for which there was no time are no failure. */
export function exitCodeForJourney({ outcome }: Pick<JourneyResult, 'outcome'>): ExitCode {
  const isRight = outcome.status === 'measured' && outcome.batches.every((row) => row.outcome.status !== 'failed');
  return isRight ? exitCodes.done : exitCodes.someFailed;
}
