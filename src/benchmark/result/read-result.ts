/** Reads a saved benchmark, which may be untrusted. */
import { CamLensError } from '../../errors.ts';
import { benchmarkFormat, benchmarkVersion, type BenchmarkResult } from './benchmark-result.ts';

/**
 * @param name of the file, for messages
 * @throws CamLensError `bad-option` if it is not a benchmark or has another version
 */
export function readResult(text: string, name: string): BenchmarkResult {
  const fail = (what: string): never => {
    throw new CamLensError('bad-option', `${name} is not a readable benchmark: ${what}.`);
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('it is not JSON');
  }
  const { format, version, stages, ceilings, device } = (value ?? {}) as Partial<
    Record<keyof BenchmarkResult, unknown>
  >;
  if (format !== benchmarkFormat) fail(`its format is not "${benchmarkFormat}"`);
  if (version !== benchmarkVersion) fail(`its version is ${String(version)}; ${benchmarkVersion} was expected`);
  if (!isObject(device) || typeof device['adapter'] !== 'string' || !isObject(device['clock']))
    fail('it does not name the adapter');
  if (!Array.isArray(stages) || !stages.every(isRow)) fail('its stages are not valid');
  if (!Array.isArray(ceilings) || !ceilings.every(isCeiling)) fail('its ceilings are not valid');
  return value as BenchmarkResult;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isRow(row: unknown): boolean {
  if (!isObject(row) || typeof row['stage'] !== 'string' || typeof row['workload'] !== 'string') return false;
  const { outcome } = row;
  if (!isObject(outcome)) return false;
  if (outcome['status'] !== 'measured') return outcome['status'] === 'differs' || outcome['status'] === 'failed';
  return areTimes(outcome['samplesMs']) && typeof outcome['isDrifting'] === 'boolean';
}

function isCeiling(ceiling: unknown): boolean {
  if (!isObject(ceiling) || typeof ceiling['name'] !== 'string') return false;
  const { value } = ceiling;
  return typeof value === 'number' && value > 0 && areTimes(ceiling['samplesMs']);
}

function areTimes(values: unknown): boolean {
  return (
    Array.isArray(values) &&
    values.length > 0 &&
    values.every((value) => typeof value === 'number' && value > 0 && value < Infinity)
  );
}
