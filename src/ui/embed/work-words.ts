/** Progress and failures in the words of a language. Where it has none for them, they speak English themselves. */
import type { TemplateResult } from 'lit';
import type { ErrorCode } from '../../errors.ts';
import { own } from '../../own.ts';
import type { ProgressStep } from '../shared/events.ts';
import { html } from '../shared/html.ts';
import type { ElementStrings } from './strings.ts';

/** What an element is doing. */
export interface EmbeddedProgress {
  /** Undefined during the runs of a slow method. */
  readonly step?: ProgressStep;
  /** 0…1; undefined if unknown. */
  readonly fraction?: number;
  /** English. */
  readonly message: string;
}

/** What is wrong, as `describeError` tells it. */
export interface EmbeddedFailure {
  readonly code: ErrorCode;
  /** English; it names the file or option. */
  readonly message: string;
}

/** "Das Modell wird geladen, 40 %" */
export function progressWords(
  { step = 'explain', fraction, message }: EmbeddedProgress,
  { steps, wholePercent }: Pick<ElementStrings, 'steps' | 'wholePercent'>,
): string {
  const words = own(steps, step);
  if (words === undefined) return message;
  return fraction === undefined ? words : `${words}, ${wholePercent(fraction)}`;
}

/** The sentence of the language, then the message, marked as English for screen readers. */
export function failureWords(
  { code, message }: EmbeddedFailure,
  { errors }: Pick<ElementStrings, 'errors'>,
): TemplateResult | string {
  const sentence = own(errors, code);
  return sentence === undefined ? message : html`${sentence} <small lang="en">${message}</small>`;
}
