/** `cam-lens bench peers`: compares the stages with the same chain in TensorFlow.js. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PeersResult } from '../src/benchmark/peers/peers-result.ts';
import { peersTable } from '../src/benchmark/peers/peers-tables.ts';
import { CamLensError } from '../src/errors.ts';
import { benchOnPage, onWebGpu } from './bench-on-page.ts';
import { serverOf } from './browser-options.ts';
import type { Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { projectRoot } from './project-root.ts';
import { refuseOptions } from './refuse-options.ts';
import { startServer } from './server.ts';
import { textTable } from './text-table.ts';

export const peersName = 'peers';

interface Wanted {
  readonly json: boolean;
  readonly model: string | undefined;
  readonly rounds: number | undefined;
  readonly backend: string | undefined;
  readonly 'browser-url': string | undefined;
  readonly port: number | undefined;
}

/**
 * @returns 1 if a result differs, or TensorFlow.js fails
 * @throws CamLensError `bad-option` for options of other benchmarks, or in the package; `no-webgpu`, `no-browser`
 */
export async function benchPeers(wanted: Wanted, terminal: Terminal): Promise<ExitCode> {
  refuseOptions(wanted, ['model', 'backend'], `bench ${peersName}`, 'runs no network, on WebGPU and WebAssembly');
  if (!existsSync(join(projectRoot, 'build', 'page', 'bench', `${peersName}.js`))) {
    const message = `"bench ${peersName}" needs TensorFlow.js, so it runs only in a clone of the project, after "npm run setup".`;
    throw new CamLensError('bad-option', message);
  }
  const server = await startServer(serverOf(wanted));
  try {
    const result = await benchOnPage<PeersResult>(
      peersName,
      { rounds: wanted.rounds },
      { address: server.address, wanted, terminal },
      ({ adapter }) => onWebGpu(adapter),
    );
    terminal.print(wanted.json ? `${JSON.stringify(result)}\n` : textTable(peersTable(result), terminal.columns));
    return exitCodeForPeers(result);
  } finally {
    await server.close();
  }
}

/** 1 if a row was not timed. */
export function exitCodeForPeers({ rows }: Pick<PeersResult, 'rows'>): ExitCode {
  return rows.every(({ outcome }) => outcome.status === 'measured') ? exitCodes.done : exitCodes.someFailed;
}
