/**
 * Assigns GPU errors to the calls that caused them. WebGPU reports errors late and without naming a call, unless the
 * calls are made inside error scopes: these functions open and close the scopes around calls within one task, so that
 * other scopes, such as ONNX Runtime's, which stay open while it waits, are never closed out of order.
 */
import { errorOfCall, errorOfScope } from './gpu-errors.ts';

/** Innermost last: memory first, because running out of it also causes other errors. */
const filters = ['internal', 'validation', 'out-of-memory'] as const;

type Proof = Promise<void>;

export interface Guarded<Result> {
  readonly result: Result;
  /** Resolves once the GPU has accepted every call; otherwise rejects with a CamLensError. */
  readonly proof: Proof;
}

/**
 * @param work calls of the device, all in this task
 * @throws CamLensError errors thrown by the calls, as GPU faults
 */
export function guarded<Result>(device: GPUDevice, work: () => Result): Guarded<Result> {
  openScopes(device);
  let result: Result;
  try {
    result = work();
  } catch (cause) {
    closeScopes(device).catch(() => undefined);
    throw errorOfCall(cause);
  }
  const proof = closeScopes(device);
  // Only those who wait for it need its rejection.
  proof.catch(() => undefined);
  return { result, proof };
}

/** The same for work that waits and lets nobody else open a scope that outlasts it. */
export async function guardedWhile<Result>(device: GPUDevice, work: () => Promise<Result>): Promise<Result> {
  openScopes(device);
  let result: Result;
  try {
    result = await work();
  } catch (cause) {
    await closeScopes(device);
    throw cause;
  }
  await closeScopes(device);
  return result;
}

function openScopes(device: GPUDevice): void {
  for (const filter of filters) device.pushErrorScope(filter);
}

async function closeScopes(device: GPUDevice): Proof {
  const told = filters.toReversed().map(async (filter) => [filter, await device.popErrorScope()] as const);
  for (const [filter, error] of await Promise.all(told).catch(failed)) {
    if (error !== null) throw errorOfScope(error, filter === 'out-of-memory' ? filter : 'gpu-failed');
  }
}

function failed(cause: unknown): never {
  throw errorOfCall(cause);
}

/** All calls of one piece of work: its results are valid once `settled` resolves. */
export class ErrorScopes {
  readonly #device: GPUDevice;
  readonly #proofs = new Set<Proof>();
  #isOpen = false;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Nested calls share the outer scopes. */
  guard<Result>(work: () => Result): Result {
    if (this.#isOpen) return work();
    this.#isOpen = true;
    try {
      const { result, proof } = guarded(this.#device, work);
      this.#proofs.add(proof);
      return result;
    } finally {
      this.#isOpen = false;
    }
  }

  /** Another condition that must hold. */
  expect(proof: Proof): void {
    this.#proofs.add(proof);
  }

  /** @throws CamLensError `out-of-memory` or `gpu-failed`, the first of them, if a call has failed */
  async settled(): Promise<void> {
    for (const proof of [...this.#proofs]) {
      await proof;
      // A failure persists: it invalidates everything after it.
      this.#proofs.delete(proof);
    }
  }
}
