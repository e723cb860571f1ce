/** Every event that the elements fire, with its detail. All of them bubble and cross shadow roots. */
import type { LoadStep } from '../../pipeline/load-progress.ts';
import type { FormatChoice } from '../../datasets/formats.ts';
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { PictureRecord } from '../../evaluation/record.ts';
import type { Summary } from '../../evaluation/summary.ts';
import type { PartialDescription } from '../../pipeline/model/read-description.ts';
import type { ErrorCode } from '../../errors.ts';
import type { ClassScore, ComponentBox, Size } from '../../pipeline/types.ts';
import type { RunSettings } from '../../runs/kept-run.ts';
import type { PictureSource } from './picture-source.ts';
import type { Settings } from './settings.ts';
import type { Inspected } from './zoom.ts';

/** The result for an embedded picture. */
export interface ExplainedDetail {
  /** The method, as in "Grad-CAM". */
  readonly methodTitle: string;
  /** The first five, most probable first. */
  readonly classes: readonly ClassScore[];
  /** Largest first, in pixels of the picture. */
  readonly boxes: readonly ComponentBox[];
  /** Milliseconds by stage, `network` among them. */
  readonly timings: Readonly<Record<string, number>>;
  /** Of a camera or video, since it started: frames that were explained and shown, and frames that were not. */
  readonly frames?: { readonly shown: number; readonly dropped: number };
}

/** A run of `<cam-lens-evaluate>` that has ended. */
export interface EvaluatedDetail {
  /** Pictures with a record. */
  readonly measured: number;
  /** Pictures of the run. */
  readonly total: number;
  /** Reported pictures, annotations and files. */
  readonly problems: number;
  /** Whether everything that was given has been processed. */
  readonly finished: boolean;
  /** What the run kept, of the settings that the properties have otherwise by now; empty if nothing. */
  readonly otherSettings: Partial<RunSettings>;
  /** Of the reported pictures; undefined if none is measured, or if the tables could not be made. */
  readonly summary: Summary | undefined;
}

/** What a visitor can do with a run. */
export type RunCommand = 'start' | 'pause' | 'resume' | 'stop' | 'start-anew' | 'take-back';

/** What an element is doing while there is nothing to show yet; `annotations` and `networks` are steps of a run. */
export type ProgressStep = LoadStep | 'explain' | 'camera' | 'video' | 'annotations' | 'networks';

export interface CamLensEvents {
  /** An embedded picture is loaded, or a video or camera started, with this size in pixels. */
  'cam-lens-load': Size;
  /**
   * Progress of an embedded picture or a run: the step before the first result; 0…1 if known; and a line in English.
   */
  'cam-lens-progress': { readonly step?: ProgressStep; readonly fraction?: number; readonly message: string };
  /** An embedded picture or a frame is explained; or its boxes changed with the threshold. */
  'cam-lens-explain': ExplainedDetail;
  /** An embedded picture, camera or video cannot be explained; a run has failed or cannot be started. */
  'cam-lens-error': { readonly code: ErrorCode; readonly message: string };
  /** A picture of a run is measured. */
  'cam-lens-record': { readonly record: PictureRecord };
  /** A run has ended. */
  'cam-lens-evaluate': EvaluatedDetail;
  /** Parts of a data set were given: archives, folders, files; or the format of its annotations was chosen. */
  'cam-lens-given': { readonly files: readonly NamedFile[]; readonly format?: FormatChoice };
  /** A run's settings changed. */
  'cam-lens-run-change': Partial<RunSettings>;
  /** Select a picture of a grid, or take it out of the selection. */
  'cam-lens-pick': { readonly id: string; readonly selected: boolean };
  /** Open a picture of a scatter, by its index. */
  'cam-lens-point': { readonly index: number };
  'cam-lens-run': { readonly command: RunCommand };
  /** Settings changed. */
  'cam-lens-change': Partial<Settings>;
  /** A picture of the strip was chosen, by its key. */
  'cam-lens-select': { readonly key: string };
  /** Files were dropped, pasted or chosen. */
  'cam-lens-files': { readonly files: readonly File[] };
  /** A picture was fetched. */
  'cam-lens-picture': { readonly source: PictureSource };
  /** A dialog is done, or was cancelled. */
  'cam-lens-dialog-close': null;
  /** A box was switched on or off, by its key. */
  'cam-lens-box': { readonly key: string; readonly visible: boolean };
  /** A point of the picture is to be read, or another part of it shown. */
  'cam-lens-inspect': Inspected;
  /** A view needs a bitmap of this many device pixels. */
  'cam-lens-size': { readonly show: 'original' | 'heatmap' | 'blend'; readonly size: Size };
  /** Show more channels of a layer. */
  'cam-lens-more': null;
  'cam-lens-dismiss': { readonly key: string };
  'cam-lens-retry': null;
  /** Supply another model. */
  'cam-lens-model-open': null;
  /** Explain another output of the new model. */
  'cam-lens-model-output': { readonly output: string };
  /** Use the new model, with the visitor's own settings. */
  'cam-lens-model-use': PartialDescription;
  /** Cancel. */
  'cam-lens-model-close': null;
  /** Return to the page's first model. */
  'cam-lens-model-back': null;
  /** The page's link changed; by a step that one can go back from, or by a fine adjustment. */
  'cam-lens-link': { readonly link: string; readonly isStep: boolean };
  /** Stop a slow method. */
  'cam-lens-stop': null;
}

export function emit<Name extends keyof CamLensEvents>(
  from: EventTarget,
  name: Name,
  detail: CamLensEvents[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

declare global {
  /** Those that pages listen to. */
  interface HTMLElementEventMap {
    'cam-lens-load': CustomEvent<CamLensEvents['cam-lens-load']>;
    'cam-lens-progress': CustomEvent<CamLensEvents['cam-lens-progress']>;
    'cam-lens-explain': CustomEvent<CamLensEvents['cam-lens-explain']>;
    'cam-lens-error': CustomEvent<CamLensEvents['cam-lens-error']>;
    'cam-lens-record': CustomEvent<CamLensEvents['cam-lens-record']>;
    'cam-lens-evaluate': CustomEvent<CamLensEvents['cam-lens-evaluate']>;
  }
}
