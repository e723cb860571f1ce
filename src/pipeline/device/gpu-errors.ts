/** What a GPU, its driver or the browser says of a fault, as errors with a code. */
import { CamLensError, describeError, type ErrorCode } from '../../errors.ts';

/** Faults of the machine, not of what was asked: a fresh device may well do it. */
export const gpuFaultCodes: readonly ErrorCode[] = ['out-of-memory', 'device-lost', 'gpu-failed'];

export function isGpuFault(error: unknown): boolean {
  return gpuFaultCodes.includes(describeError(error).code);
}

/** Of an error scope or an `uncapturederror`. */
export function errorOfScope({ message }: GPUError, code: 'out-of-memory' | 'gpu-failed'): CamLensError {
  const what = code === 'out-of-memory' ? 'The GPU is out of memory' : 'The GPU refused a command';
  return new CamLensError(code, `${what}: ${message}`);
}

/**
 * Of what a call of WebGPU threw, or its promise was rejected with. Loss shows as an `AbortError` of `mapAsync`, before
 * `device.lost` is heard of or without it.
 */
export function errorOfCall(cause: unknown): CamLensError {
  if (cause instanceof CamLensError) return cause;
  if (cause instanceof TypeError)
    return new CamLensError('internal', `WebGPU was called wrongly: ${cause.message}`, { cause });
  const { name = '', message = String(cause) } = (cause ?? {}) as Partial<Error>;
  if (name === 'AbortError') return lostDevice(message, cause);
  // Buffers mapped at creation have no other way to say so.
  const isOutOfMemory = name === 'RangeError' || /out of memory/i.test(message);
  return isOutOfMemory
    ? new CamLensError('out-of-memory', `The GPU is out of memory: ${message}`, { cause })
    : new CamLensError('gpu-failed', `The GPU gave no result: ${message}`, { cause });
}

export function lostDevice(why: string, cause?: unknown): CamLensError {
  return new CamLensError('device-lost', `The GPU device was lost: ${why}`, { cause });
}
