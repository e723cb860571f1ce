/** How a caller follows work that takes long, and ends it. */
import { CamLensError } from '../errors.ts';

/** How a caller follows work that takes long, and ends it. */
export interface Watch {
  /** Called after each run of the network: 0…1, and a line for people. */
  readonly onProgress?: (progress: { readonly fraction: number; readonly message: string }) => void;
  /** Aborted, the work ends between two runs of the network with the error `stopped`. */
  readonly signal?: AbortSignal;
  /** Waited for between two runs of the network: nothing is under way then. */
  readonly between?: () => Promise<void>;
}

/** @throws CamLensError `stopped` */
export function throwIfStopped({ signal }: Watch): void {
  if (signal?.aborted === true) throw new CamLensError('stopped', 'The explanation was stopped.');
}

/** The watch of one of several works of the same weight: its 0…1 is a part of the whole. */
export function partOf({ onProgress, ...rest }: Watch, part: number, parts: number): Watch {
  if (onProgress === undefined) return rest;
  return {
    ...rest,
    onProgress: ({ fraction, message }) => onProgress({ fraction: (part + fraction) / parts, message }),
  };
}
