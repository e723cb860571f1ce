/** Tells the page about the run of an element, by events: progress, records, the end, errors. */
import type { EvaluationController } from '../evaluate/evaluation-controller.ts';
import type { RunResults } from '../evaluate/run-results.ts';
import { otherSettings } from './other-settings.ts';
import { emit } from '../shared/events.ts';
import type { WorkFailure, WorkProgress } from '../shared/work-words.ts';

export class ToldRun {
  readonly #element: EventTarget;
  readonly #run: EvaluationController;
  readonly #results: RunResults;
  /** The run whose records were told, and how many. */
  #head: EvaluationController['head'];
  #told = 0;
  #progress = '';
  #isUnderWay = false;
  /** Those that were there when last told. */
  #faults: readonly (WorkFailure | undefined)[] = [];

  constructor(element: EventTarget, run: EvaluationController, results: RunResults) {
    this.#element = element;
    this.#run = run;
    this.#results = results;
  }

  /** Tells what has changed since the last call. */
  tell(): void {
    this.#tellProgress();
    this.#tellRecords();
    this.#tellEnd();
    this.#tellFaults();
  }

  report({ code, message }: WorkFailure): void {
    emit(this.#element, 'cam-lens-error', { code, message });
  }

  #tellFaults(): void {
    const faults = [this.#run.fault, this.#run.model.fault];
    for (const fault of faults) if (fault !== undefined && !this.#faults.includes(fault)) this.report(fault);
    this.#faults = faults;
  }

  #tellProgress(): void {
    const { state, parts, records, total, model } = this.#run;
    const isMeasuring = state === 'running' || state === 'paused' || state === 'stopping';
    const measured = `${records.length.toLocaleString('en')} of ${total.toLocaleString('en')} pictures measured`;
    const done = Math.min(1, (records.length + parts.failed) / Math.max(1, total));
    const {
      step,
      message = '',
      fraction,
    }: Partial<WorkProgress> = isMeasuring
      ? { message: measured, fraction: done }
      : (parts.preparing ?? model.progress ?? {});
    if (message === this.#progress) return;
    this.#progress = message;
    if (message === '') return;
    emit(this.#element, 'cam-lens-progress', {
      message,
      ...(fraction === undefined ? {} : { fraction }),
      ...(step === undefined ? {} : { step }),
    });
  }

  #tellRecords(): void {
    const { head, records, isFromBefore } = this.#run;
    if (head !== this.#head) {
      this.#head = head;
      // Those that are stored were told in an earlier visit.
      this.#told = isFromBefore ? records.length : 0;
    }
    while (this.#told < records.length) {
      const record = records[this.#told++];
      if (record !== undefined) emit(this.#element, 'cam-lens-record', { record });
    }
  }

  #tellEnd(): void {
    const { state, records, total, isFinished } = this.#run;
    if (state !== 'idle') this.#isUnderWay = true;
    if (!this.#isUnderWay || state !== 'idle') return;
    const { tables, made } = this.#results;
    if (made?.isFinal !== true || made.known !== records.length) return;
    this.#isUnderWay = false;
    emit(this.#element, 'cam-lens-evaluate', {
      ...{ measured: records.length, total, problems: this.#run.problems.size, finished: isFinished },
      otherSettings: otherSettings(this.#run),
      summary: tables?.summary,
    });
  }
}
