/**
 * The GPU kernels in a profile of ONNX Runtime (`enableProfiling`), which times each of them by timestamps in a pass of
 * its own, and names it by node, operator and program.
 */
import { CamLensError } from '../../errors.ts';

export interface KernelEvent {
  /** Name of the node, as ONNX Runtime knows it after its own rewriting. */
  readonly node: string;
  /** ONNX operator, or that of ONNX Runtime for fused nodes. */
  readonly operator: string;
  /** The shader: operators may run several, or choose one by shape. */
  readonly program: string;
  /** Microseconds of the GPU's clock. */
  readonly beginUs: number;
  readonly endUs: number;
}

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
}

/** The category of kernels; others are times of the CPU. */
const kernelCategory = 'Api';

/**
 * @param lines of the profile, a JSON array of events in Chrome's trace format
 * @throws CamLensError `internal` if it has another form, as that of another version of ONNX Runtime may have
 */
export function readKernelEvents(lines: readonly string[]): readonly KernelEvent[] {
  const events = parsed(lines.join('\n'));
  return events
    .filter(({ cat }) => cat === kernelCategory)
    .map(({ name, ts, dur }) => {
      const parts = name.split('&');
      const [node, operator, program] = parts;
      if (parts.length !== 3 || operator === '' || !(dur >= 0)) throw unknown(`a kernel is called "${name}"`);
      return { node: node!, operator: operator!, program: program!, beginUs: ts, endUs: ts + dur };
    });
}

function parsed(text: string): readonly ProfileEvent[] {
  try {
    return JSON.parse(text) as readonly ProfileEvent[];
  } catch (cause) {
    throw unknown(`it is not JSON (${String(cause)})`);
  }
}

/**
 * The events of each run, without those of the first, which may include work that is done only once.
 * @param runs how often the network ran, 2 or more
 * @throws CamLensError `internal` if the runs differ in their kernels
 */
export function eventsByRun(events: readonly KernelEvent[], runs: number): readonly (readonly KernelEvent[])[] {
  const each = Math.floor(events.length / runs);
  const first = events.length - (runs - 1) * each;
  const byRun = Array.from({ length: runs - 1 }, (_, i) => events.slice(first + i * each, first + (i + 1) * each));
  const [model = []] = byRun;
  if (each === 0) throw unknown(`it has ${events.length} kernels of ${runs} runs`);
  for (const run of byRun) {
    const other = run.findIndex(({ node, program }, i) => node !== model[i]!.node || program !== model[i]!.program);
    if (other >= 0)
      throw unknown(`kernel ${other} is ${run[other]!.node} in one run, and ${model[other]!.node} in another`);
  }
  return byRun;
}

function unknown(what: string): CamLensError {
  return new CamLensError('internal', `The profile of ONNX Runtime cannot be read: ${what}.`);
}
