/** Tells the page about the run of an element, by events: progress, records, the end, errors. */
import type { ErrorCode } from '../../errors.ts';
import type { EvaluationController } from '../evaluate/evaluation-controller.ts';
import type { RunResults } from '../evaluate/run-results.ts';
import { emit } from '../shared/events.ts';

interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
}

export class ToldRun {
  readonly #element: EventTarget;
  readonly #run: EvaluationController;
  readonly #results: RunResults;
  /** The run whose records were told, and how many. */
  #head: EvaluationController['head'];
  #told = 0;
  #progress = '';
  #isUnderWay = false;
  #fault: Fault | undefined;

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
    const fault = this.#run.fault ?? this.#run.model.fault;
    if (fault !== this.#fault) {
      this.#fault = fault;
      if (fault !== undefined) this.report(fault);
    }
  }

  report({ code, message }: Fault): void {
    emit(this.#element, 'cam-lens-error', { code, message });
  }

  #tellProgress(): void {
    const { state, parts, records, total, model } = this.#run;
    const isMeasuring = state === 'running' || state === 'paused' || state === 'stopping';
    const measured = `${records.length.toLocaleString('en')} of ${total.toLocaleString('en')} pictures measured`;
    const message = isMeasuring ? measured : parts.preparing || model.message;
    if (message === this.#progress) return;
    this.#progress = message;
    if (message === '') return;
    const fraction = Math.min(1, (records.length + parts.failed) / Math.max(1, total));
    emit(this.#element, 'cam-lens-progress', isMeasuring ? { fraction, message } : { message });
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
    const { tables, fault } = this.#results;
    const areFinal = tables?.isFinal === true && tables.known === records.length;
    if (records.length > 0 && !areFinal && fault === '') return;
    this.#isUnderWay = false;
    emit(this.#element, 'cam-lens-evaluate', {
      ...{ measured: records.length, total, finished: isFinished, summary: areFinal ? tables.summary : undefined },
    });
  }
}
