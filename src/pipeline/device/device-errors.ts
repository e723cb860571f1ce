/** Events that a device may send at any time: that it is lost, and errors that belong to none of our work. */
import type { CamLensError } from '../../errors.ts';
import { settlesWithin } from '../settles-within.ts';
import type { ErrorScopes } from './error-scopes.ts';
import { errorOfCall, errorOfScope, lostDevice } from './gpu-errors.ts';

/** The event that says why a device was lost may come after the rejection it caused. */
const reasonMs = 50;

export class DeviceErrors {
  readonly #device: GPUDevice;
  readonly #onError = ({ error }: GPUUncapturedErrorEvent): void => {
    this.#stray ??= errorOfScope(error, error instanceof GPUOutOfMemoryError ? 'out-of-memory' : 'gpu-failed');
  };
  /** All our calls are made inside scopes. Uncaptured errors belong to no known call, so every result is suspect. */
  #stray: CamLensError | undefined;
  #loss: CamLensError | undefined;
  #isClosed = false;

  constructor(device: GPUDevice) {
    this.#device = device;
    device.addEventListener('uncapturederror', this.#onError);
    void device.lost.then(({ message, reason }) => {
      this.#loss = lostDevice(reason === 'destroyed' ? 'it was destroyed' : message);
    });
  }

  get isLost(): boolean {
    return this.#loss !== undefined || this.#isClosed;
  }

  /** Throws known errors of the device itself: its loss every time, an uncaptured error once. */
  throwPending(): void {
    const error = this.#loss ?? this.#stray;
    this.#stray = undefined;
    if (error !== undefined) throw error;
  }

  /**
   * Waits for the GPU with `wait`, and until all calls so far are known to have been accepted.
   * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`: errors of calls take precedence over errors of
   *   the wait
   */
  async during<T>(scopes: ErrorScopes, wait: Promise<T>): Promise<T> {
    let result: T;
    try {
      result = await wait;
    } catch (cause) {
      await settlesWithin(this.#device.lost, reasonMs);
      if (this.#loss !== undefined) throw this.#loss;
      await scopes.settled();
      this.throwPending();
      throw errorOfCall(cause);
    }
    await scopes.settled();
    this.throwPending();
    return result;
  }

  close(): void {
    this.#isClosed = true;
    this.#device.removeEventListener('uncapturederror', this.#onError);
  }
}
