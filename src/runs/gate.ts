/** Where work waits while a run is paused. */
import { CamLensError } from '../errors.ts';

export class Gate {
  #opening: PromiseWithOpener | undefined;

  get isClosed(): boolean {
    return this.#opening !== undefined;
  }

  close(): void {
    this.#opening ??= withOpener();
  }

  open(): void {
    this.#opening?.open();
    this.#opening = undefined;
  }

  /**
   * Waits while the gate is closed.
   * @throws CamLensError `stopped` if the run has ended, before or while waiting
   */
  async pass(signal: AbortSignal): Promise<void> {
    while (this.#opening !== undefined && !signal.aborted) {
      const aborted = withOpener();
      signal.addEventListener('abort', aborted.open, { once: true });
      await Promise.race([this.#opening.promise, aborted.promise]);
      signal.removeEventListener('abort', aborted.open);
    }
    if (signal.aborted) throw new CamLensError('stopped', 'The run was stopped.');
  }
}

interface PromiseWithOpener {
  readonly promise: Promise<void>;
  readonly open: () => void;
}

function withOpener(): PromiseWithOpener {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}
