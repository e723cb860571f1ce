/** `cam-lens bench stages`: compares every stage with the limits of the adapter and with an earlier run. */
import type { BenchmarkResult } from '../src/benchmark/result/benchmark-result.ts';
import { assertComparable } from '../src/benchmark/result/comparable.ts';
import { compareResults, type ResultComparison } from '../src/benchmark/result/compare-results.ts';
import { readResult } from '../src/benchmark/result/read-result.ts';
import { ceilingTable, chainTable, comparisonTable, stageTable } from '../src/benchmark/result/tables.ts';
import { benchOnPage, onWebGpu } from './bench-on-page.ts';
import { serverOf } from './browser-options.ts';
import type { Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { refuseOptions } from './refuse-options.ts';
import { startServer } from './server.ts';
import { readText } from './text-file.ts';
import { textTable } from './text-table.ts';

export const stagesName = 'stages';

interface Wanted {
  readonly quick: boolean;
  readonly json: boolean;
  readonly baseline: string | undefined;
  readonly 'browser-url': string | undefined;
  readonly port: number | undefined;
  readonly model: string | undefined;
  readonly rounds: number | undefined;
  readonly backend: string | undefined;
}

/**
 * @returns 1 if a stage gives a wrong result, does not run, or is significantly slower than in the baseline
 * @throws CamLensError `bad-option` for options of other benchmarks, or a baseline that is not comparable; `no-webgpu`,
 *   `no-browser`
 */
export async function benchStages(wanted: Wanted, terminal: Terminal): Promise<ExitCode> {
  refuseOptions(wanted, ['model', 'rounds', 'backend'], `bench ${stagesName}`, 'measures shaders on WebGPU only');
  const { baseline: file } = wanted;
  const baseline = file === undefined ? undefined : readResult(readText('bad-option', file, 'a saved benchmark'), file);
  const result = await measure(wanted, terminal);
  if (baseline !== undefined) assertComparable(baseline, result, String(file));
  const comparison = baseline && compareResults(baseline, result);
  if (wanted.json) terminal.print(`${JSON.stringify(result)}\n`);
  const say = wanted.json ? (text: string) => terminal.tell(text) : (text: string) => terminal.print(text);
  const tables = [
    ...(wanted.json ? [] : [ceilingTable(result), stageTable(result), chainTable(result)]),
    ...(comparison === undefined ? [] : [comparisonTable(comparison)]),
  ];
  if (tables.length > 0) say(tables.map((table) => textTable(table, terminal.columns)).join('\n'));
  return exitCodeFor(result, comparison);
}

async function measure(wanted: Wanted, terminal: Terminal): Promise<BenchmarkResult> {
  const server = await startServer(serverOf(wanted));
  try {
    return await benchOnPage<BenchmarkResult>(
      stagesName,
      { quick: wanted.quick },
      { address: server.address, wanted, terminal },
      ({ device }) => onWebGpu(device.adapter),
    );
  } finally {
    await server.close();
  }
}

/** 1 if a stage or chain was not timed, or is significantly slower than in the baseline. */
export function exitCodeFor(
  { stages, chains = [] }: BenchmarkResult,
  comparison: ResultComparison | undefined,
): ExitCode {
  const isRight = [...stages, ...chains].every(({ outcome }) => outcome.status === 'measured');
  const isSlower = comparison?.rows.some(({ verdict }) => verdict === 'slower') === true;
  return isRight && !isSlower ? exitCodes.done : exitCodes.someFailed;
}
