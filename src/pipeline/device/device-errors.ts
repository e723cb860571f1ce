/** What a device tells by events, at any time: that it is lost, and errors that belong to no work of ours. */
import type { CamLensError } from '../../errors.ts';
import type { ErrorScopes } from './error-scopes.ts';
import { errorOfCall, errorOfScope, lostDevice } from './gpu-errors.ts';

/** The event that says why a device is lost may come after the rejection that it caused. */
const reasonMs = 50;

export class DeviceErrors {
  readonly #device: GPUDevice;
  readonly #onError = ({ error }: GPUUncapturedErrorEvent): void => {
    this.#stray ??= errorOfScope(error, error instanceof GPUOutOfMemoryError ? 'out-of-memory' : 'gpu-failed');
  };
  /** Everything of ours is made inside scopes. What still comes uncaptured belongs to nobody, so that nobody can be sure. */
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

  /** Throws what is known of the device itself: its loss every time, a stray error once. */
  throwPending(): void {
    const error = this.#loss ?? this.#stray;
    this.#stray = undefined;
    if (error !== undefined) throw error;
  }

  /**
   * Waits for the GPU through `wait` and until all calls so far are known to be accepted.
   * @throws CamLensError `out-of-memory`, `gpu-failed`, `device-lost`: what is told of the calls comes before what is told of
   * the wait
   */
  async during<T>(scopes: ErrorScopes, wait: Promise<T>): Promise<T> {
    let result: T;
    try {
      result = await wait;
    } catch (cause) {
      await Promise.race([this.#device.lost, new Promise((go) => setTimeout(go, reasonMs))]);
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
