/** What goes wrong on the GPU is told by events, long after the call. It is kept here until somebody can throw it. */
import { CamLensError } from '../../errors.ts';

export class DeviceErrors {
  readonly #device: GPUDevice;
  readonly #onError = (event: GPUUncapturedErrorEvent): void => {
    const kind = event.error instanceof GPUOutOfMemoryError ? 'The GPU is out of memory' : 'The GPU refused a command';
    this.#error ??= new CamLensError('internal', `${kind}: ${event.error.message}`);
  };
  #error: CamLensError | undefined;
  #isLost = false;
  #isClosed = false;

  constructor(device: GPUDevice) {
    this.#device = device;
    device.addEventListener('uncapturederror', this.#onError);
    void device.lost.then(({ message, reason }) => {
      this.#isLost = true;
      const why = reason === 'destroyed' ? 'it was destroyed' : message;
      if (!this.#isClosed) this.#error = new CamLensError('device-lost', `The GPU device was lost: ${why}`);
    });
  }

  /** Throws the first error since the last call; once the device is lost, every time. */
  throwPending(): void {
    const error = this.#error;
    if (!this.#isLost) this.#error = undefined;
    if (error !== undefined) throw error;
  }

  /** Waits for the GPU through `wait`; errors seen meanwhile are thrown, and so is its own failure. */
  async during<T>(wait: Promise<T>): Promise<T> {
    try {
      const result = await wait;
      this.throwPending();
      return result;
    } catch (cause) {
      // The event that says why comes after the rejection.
      if (!(cause instanceof CamLensError))
        await Promise.race([this.#device.lost, new Promise((go) => setTimeout(go, 50))]);
      this.throwPending();
      if (cause instanceof CamLensError) throw cause;
      throw new CamLensError('internal', `The GPU gave no result: ${String(cause)}`, { cause });
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#device.removeEventListener('uncapturederror', this.#onError);
  }
}
