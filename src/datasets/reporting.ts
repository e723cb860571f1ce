import { CamLensError } from '../errors.ts';
import type { Report } from './problems.ts';

/** A catch that reports what went wrong with reading something; a failure of the system is `file-unreadable`. */
export function reporting(report: Report, id: string): (error: unknown) => undefined {
  return (error): undefined => {
    const { code, message } =
      error instanceof CamLensError
        ? error
        : { code: 'file-unreadable' as const, message: `${id} cannot be read: ${String(error)}.` };
    report({ id, code, message });
  };
}
