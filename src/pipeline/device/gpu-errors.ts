/** Turns faults reported by a GPU, its driver or the browser into errors with a code. */
import { CamLensError, describeError, type ErrorCode } from '../../errors.ts';

/** Faults of the machine, not of the request: a fresh device may succeed. */
export const gpuFaultCodes: readonly ErrorCode[] = ['out-of-memory', 'device-lost', 'gpu-failed'];

export function isGpuFault(error: unknown): boolean {
  return gpuFaultCodes.includes(describeError(error).code);
}

/** For an error scope or an `uncapturederror` event. */
export function errorOfScope({ message }: GPUError, code: 'out-of-memory' | 'gpu-failed'): CamLensError {
  const what = code === 'out-of-memory' ? 'The GPU is out of memory' : 'The GPU refused a command';
  return new CamLensError(code, `${what}: ${message}`);
}

/**
 * For errors thrown by WebGPU calls or rejections of their promises. A loss appears as an `AbortError` of `mapAsync`,
 * before `device.lost` resolves or without it.
 */
export function errorOfCall(cause: unknown): CamLensError {
  if (cause instanceof CamLensError) return cause;
  if (cause instanceof TypeError)
    return new CamLensError('internal', `WebGPU was used incorrectly: ${cause.message}`, { cause });
  const { name = '', message = String(cause) } = (cause ?? {}) as Partial<Error>;
  if (name === 'AbortError') return lostDevice(message, cause);
  // Buffers mapped at creation report it only this way.
  const isOutOfMemory = name === 'RangeError' || /out of memory/i.test(message);
  return isOutOfMemory
    ? new CamLensError('out-of-memory', `The GPU is out of memory: ${message}`, { cause })
    : new CamLensError('gpu-failed', `The GPU returned no result: ${message}`, { cause });
}

export function lostDevice(why: string, cause?: unknown): CamLensError {
  return new CamLensError('device-lost', `The GPU device was lost: ${why}`, { cause });
}
