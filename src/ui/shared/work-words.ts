/** Progress and failures in the words of a language. Where it has none for them, they speak English themselves. */
import type { TemplateResult } from 'lit';
import type { ErrorCode } from '../../errors.ts';
import { own } from '../../own.ts';
import type { ProgressStep } from './events.ts';
import { html } from './html.ts';

/** By step, what is being done; where there is none, the progress's own English message is shown. */
export type StepWords = Readonly<Partial<Record<ProgressStep, string>>>;

/**
 * By error code, what is wrong and what helps. The error's own English message, which names files and options, is shown
 * after it; where there is no sentence, it is shown alone.
 */
export type ErrorWords = Readonly<Partial<Record<ErrorCode, string>>>;

/** What an element is doing. */
export interface WorkProgress {
  /** Undefined during the runs of a slow method. */
  readonly step?: ProgressStep;
  /** 0…1; undefined if unknown. */
  readonly fraction?: number;
  /** English. */
  readonly message: string;
}

/** What is wrong, as `describeError` tells it. */
export interface WorkFailure {
  readonly code: ErrorCode;
  /** English; it names the file or option. */
  readonly message: string;
}

/** "Das Modell wird geladen, 40 %" */
export function progressWords(
  { step = 'explain', fraction, message }: WorkProgress,
  { steps, wholePercent }: { readonly steps: StepWords; readonly wholePercent: (share: number) => string },
): string {
  const words = own(steps, step);
  if (words === undefined) return message;
  return fraction === undefined ? words : `${words}, ${wholePercent(fraction)}`;
}

/** The sentence of the language, then the message, marked as English for screen readers. */
export function failureWords(
  { code, message }: WorkFailure,
  { errors }: { readonly errors: ErrorWords },
): TemplateResult | string {
  const sentence = own(errors, code);
  return sentence === undefined ? message : html`${sentence} <small lang="en">${message}</small>`;
}
