/** The views of a run that the page for data sets and `<cam-lens-evaluate>` have in common. */
import type { TemplateResult } from 'lit';
import { html } from '../shared/html.ts';
import { inEnglish, progressWords } from '../shared/work-words.ts';
import type { EvaluationController } from './evaluation-controller.ts';
import { runFiles, type RunFileKind } from './run-files.ts';
import type { FileProgress } from './run-results.ts';
import type { ResultStrings, RunStrings } from './run-strings.ts';

/** The options of a run, fixed once it has begun. */
export function optionsView({ head, settings, model, state }: EvaluationController): TemplateResult {
  return html`<cam-lens-run-options
    .settings=${head?.settings ?? settings}
    .info=${model.offer}
    ?fixed=${state !== 'idle' || head !== undefined}
  ></cam-lens-run-options>`;
}

/** @param obstacle why it cannot be started or continued; empty if it can */
export function statusView(run: EvaluationController, obstacle: string | TemplateResult): TemplateResult {
  return html`<cam-lens-run-status
    .state=${run.state}
    ?begun=${run.head !== undefined}
    ?finished=${run.isFinished}
    ?from-before=${run.isFromBefore}
    .obstacle=${obstacle}
    ?unloaded=${run.model.fault !== undefined}
    .failure=${run.fault ?? run.model.fault}
    .unkept=${run.storage.keeper.unkept}
    ?passing=${run.storage.isPassing}
    .measured=${run.records.length}
    .total=${run.total}
    .perSecond=${run.pace.perSecond(performance.now())}
    .parts=${run.parts}
    .leftOut=${run.head?.leftOut ?? []}
    .info=${run.head?.info}
  ></cam-lens-run-status>`;
}

/** Once there is a run, even if there are none. */
export function problemsView({ head, isFromBefore, problems, state }: EvaluationController): TemplateResult | '' {
  const areKnown = problems.size > 0 || (!isFromBefore && (head !== undefined || state !== 'idle'));
  return areKnown ? html`<cam-lens-problems .problems=${problems} .known=${problems.size}></cam-lens-problems>` : '';
}

/** Why a run cannot be started or continued; empty if it can. */
export function obstacleOf({ model, given, head }: EvaluationController, strings: RunStrings): string | TemplateResult {
  const { notLoaded, addDataSet, addFilesAgain } = strings.status;
  if (model.fault !== undefined) return notLoaded;
  if (model.progress !== undefined) return html`${progressWords(model.progress, strings)} …`;
  if (given.files.length === 0) return head === undefined ? addDataSet : addFilesAgain;
  return '';
}

/** A button for each kind of file, others, and the progress of the file that is being made. */
export function exportsView(
  saving: FileProgress | undefined,
  { exports, files, making }: ResultStrings,
  save: (kind: RunFileKind) => unknown,
  others: readonly (readonly [kind: string, title: string, save: () => unknown])[] = [],
): TemplateResult {
  const kinds = Object.keys(runFiles) as RunFileKind[];
  const all = [...kinds.map((kind) => [kind, files[kind], () => save(kind)] as const), ...others];
  return html`<div class="exports" role="group" aria-label=${exports}>
    ${all.map(
      ([kind, title, work]) =>
        html`<button
          type="button"
          class="button"
          data-export=${kind}
          ?disabled=${saving !== undefined}
          @click=${() => void work()}
        >
          ${title}
        </button>`,
    )}
    <p class="quiet" role="status">
      ${saving === undefined ? '' : html`${making?.(saving.file) ?? inEnglish(saving.message)} …`}
    </p>
  </div>`;
}
