/** Reads a saved benchmark, which may be untrusted. */
import { CamLensError } from '../../errors.ts';
import { own } from '../../own.ts';
import { ceilingUnits } from '../ceilings/ceiling.ts';
import { benchmarkFormat, benchmarkVersion, type BenchmarkResult, type Bound } from './benchmark-result.ts';

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
  const { format, version, ...rest } = (value ?? {}) as Partial<Record<keyof BenchmarkResult, unknown>>;
  if (format !== benchmarkFormat) fail(`its format is not "${benchmarkFormat}"`);
  if (version !== benchmarkVersion) fail(`its version is ${String(version)}; ${benchmarkVersion} was expected`);
  for (const [field, isValid] of Object.entries(fields)) {
    if (!isValid(rest[field as keyof typeof rest])) fail(`its ${field} ${missing(field)}`);
  }
  return value as BenchmarkResult;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => isNumber(value) && value >= 0;
const isTime: Check = (value) => isNumber(value) && value > 0;
const isList =
  (isItem: Check, least = 0): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.every(isItem);
const isInterval: Check = (value) => isList(isCount)(value) && (value as unknown[]).length === 2;
const hasAll =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(checks).every(([name, isValid]) => isValid(own(value, name)));

const times = hasAll({
  ...{ medianMs: isTime, interval: isInterval, p5Ms: isCount, p95Ms: isCount, samplesMs: isList(isTime, 1) },
  ...{ runsPerSample: isCount, resolution: isCount, isNoisy: isFlag, isDrifting: isFlag, hidden: isCount },
  ...{ gigabytesPerSecond: isCount, gigaflopsPerSecond: isCount, share: isCount },
  bound: (value) => ['memory', 'arithmetic', 'dispatch'].includes(value as Bound),
});

const outcomes: Readonly<Record<string, Check>> = {
  measured: times,
  differs: hasAll({ reason: isText }),
  failed: hasAll({ reason: isText }),
};

const isOneOf =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (!isObject(value) || typeof value['status'] !== 'string') return false;
    return own(checks, value['status'])?.(value) === true;
  };

const isPart = hasAll({ stage: isText, medianMs: isTime, interval: isInterval });

const chainOutcomes: Readonly<Record<string, Check>> = {
  ...outcomes,
  measured: hasAll({
    ...{ medianMs: isTime, interval: isInterval, samplesMs: isList(isTime, 1), isNoisy: isFlag, isDrifting: isFlag },
    ...{ hidden: isCount, parts: isList(isPart, 1), partsMs: isTime, ratio: isTime, ratioInterval: isInterval },
  }),
};

const isCeiling: Check = (value) => {
  if (!isObject(value) || typeof value['name'] !== 'string') return false;
  return (
    own(ceilingUnits, value['name']) === value['unit'] &&
    hasAll({
      ...{ variant: isText, value: isTime, interval: isInterval, isNoisy: isFlag, samplesMs: isList(isTime, 1) },
    })(value)
  );
};

/** In the order in which they are checked. */
const fields: Readonly<Record<string, Check>> = {
  device: hasAll({
    ...{ adapter: isText, isSoftware: isFlag, features: isList(isText), browser: isText, cores: isCount },
    limits: (value) => isObject(value) && Object.values(value).every(isCount),
    clock: hasAll({
      kind: (value) => value === 'timestamp-query' || value === 'wall',
      ...{ quantumMs: isCount, overheadMs: isCount },
    }),
  }),
  stages: isList(
    hasAll({ stage: isText, workload: isText, bytes: isCount, operations: isCount, outcome: isOneOf(outcomes) }),
  ),
  chains: (value) =>
    value === undefined || isList(hasAll({ chain: isText, workload: isText, outcome: isOneOf(chainOutcomes) }))(value),
  ceilings: isList(isCeiling),
  quick: isFlag,
  begunAt: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  tookMs: isCount,
};

function missing(field: string): string {
  return field.endsWith('s') ? 'are not valid' : 'is not valid';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
