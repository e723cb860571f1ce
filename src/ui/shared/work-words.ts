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
  /** Number of files read so far; undefined if they are not counted. */
  readonly files?: number;
  /** English. */
  readonly message: string;
}

/** What is wrong, as `describeError` tells it. */
export interface WorkFailure {
  readonly code: ErrorCode;
  /** English; it names the file or option. */
  readonly message: string;
}

/** What the language has for progress. */
interface ProgressStrings {
  readonly steps: StepWords;
  /** Of a share 0…1. */
  readonly wholePercent: (share: number) => string;
  /** Of a number of files. */
  readonly filesRead?: (files: number) => string;
}

/** "Das Modell wird geladen, 40 %" */
export function progressWords(
  { step = 'explain', fraction, files, message }: WorkProgress,
  { steps, wholePercent, filesRead }: ProgressStrings,
): TemplateResult | string {
  const words = own(steps, step);
  if (words === undefined) return inEnglish(message);
  const far = fraction === undefined ? files && filesRead?.(files) : wholePercent(fraction);
  return far ? `${words}, ${far}` : words;
}

/** The sentence of the language, if it has one, then the message, marked as English for screen readers. */
export function failureWords(
  { code, message }: WorkFailure,
  { errors }: { readonly errors: ErrorWords },
): TemplateResult {
  return beforeEnglish(own(errors, code), message);
}

/** What the language says, if anything, then an English text, marked as such for screen readers. */
export function beforeEnglish(words: string | undefined, english: string): TemplateResult {
  if (words === undefined || words === '') return inEnglish(english);
  return html`${words} <small lang="en">${english}</small>`;
}

export function inEnglish(words: string): TemplateResult {
  return html`<span lang="en">${words}</span>`;
}
