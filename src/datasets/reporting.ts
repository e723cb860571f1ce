import { CamLensError } from '../errors.ts';
import type { ReportProblem } from './problems.ts';

/** A catch handler that reports a read error; system errors become `file-unreadable`. */
export function reporting(report: ReportProblem, id: string): (error: unknown) => undefined {
  return (error): undefined => {
    const { code, message } =
      error instanceof CamLensError
        ? error
        : { code: 'file-unreadable' as const, message: `${id} cannot be read: ${String(error)}.` };
    report({ id, code, message });
  };
}
