/** How a caller follows long work, and stops it. */
import { CamLensError } from '../errors.ts';

/** How a caller follows long work, and stops it. */
export interface Watch {
  /** Called after each run of the network: 0…1, and a line for users. */
  readonly onProgress?: (progress: { readonly fraction: number; readonly message: string }) => void;
  /** When aborted, the work ends between two runs of the network with the error `stopped`. */
  readonly signal?: AbortSignal;
  /** Awaited between two runs of the network, when nothing is in progress. */
  readonly between?: () => Promise<void>;
}

/** @throws CamLensError `stopped` */
export function throwIfStopped({ signal }: Watch): void {
  if (signal?.aborted === true) throw new CamLensError('stopped', 'The explanation was stopped.');
}

/** The watch of one of several equal parts of the work: its 0…1 is a fraction of the whole. */
export function partOf({ onProgress, ...rest }: Watch, part: number, parts: number): Watch {
  if (onProgress === undefined) return rest;
  return {
    ...rest,
    onProgress: ({ fraction, message }) => onProgress({ fraction: (part + fraction) / parts, message }),
  };
}
