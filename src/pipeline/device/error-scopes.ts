/**
 * Errors of a GPU belong to the calls that made them. WebGPU reports them late and to nobody in particular, unless the calls
 * are made inside error scopes: these open and close the scopes round calls of one task, so that scopes of others, such
 * as ONNX Runtime's, which stay open while it waits, are never closed out of order.
 */
import { errorOfCall, errorOfScope } from './gpu-errors.ts';

/** Innermost last: memory first, since a want of it is also told as other errors. */
const filters = ['internal', 'validation', 'out-of-memory'] as const;

type Proof = Promise<void>;

export interface Guarded<Result> {
  readonly result: Result;
  /** Fulfilled once the GPU has accepted every call; rejected with a CamLensError where it has not. */
  readonly proof: Proof;
}

/**
 * @param work calls of the device, all in this task
 * @throws CamLensError what the calls throw, as a fault of the GPU
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
  // Seen by whoever waits for it, if anybody does.
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

/** All calls of one piece of work: what it made is believed once `settled` says so. */
export class ErrorScopes {
  readonly #device: GPUDevice;
  readonly #proofs = new Set<Proof>();
  #isOpen = false;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Calls inside others share their scopes. */
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

  /** Something else that must hold. */
  expect(proof: Proof): void {
    this.#proofs.add(proof);
  }

  /** @throws CamLensError `out-of-memory` or `gpu-failed`, the first of them, where a call has failed */
  async settled(): Promise<void> {
    for (const proof of [...this.#proofs]) {
      await proof;
      // A failure stays: it spoils everything that comes after it.
      this.#proofs.delete(proof);
    }
  }
}
