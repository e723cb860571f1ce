/** Every event that the elements fire, with its detail. All of them bubble and cross shadow roots. */
import type { NamedFile } from '../../datasets/folder-source.ts';
import type { PartialDescription } from '../../pipeline/model/read-description.ts';
import type { ErrorCode } from '../../errors.ts';
import type { ClassScore, ComponentBox, Size } from '../../pipeline/types.ts';
import type { RunSettings } from '../../runs/kept-run.ts';
import type { Settings } from './settings.ts';

/** What is known of an embedded picture. */
export interface Explained {
  /** The first five, most probable first. */
  readonly classes: readonly ClassScore[];
  /** Largest first, in pixels of the picture. */
  readonly boxes: readonly ComponentBox[];
  /** Milliseconds by stage, `network` among them. */
  readonly timings: Readonly<Record<string, number>>;
}

/** What a visitor can do with a run. */
export type RunCommand = 'start' | 'pause' | 'resume' | 'stop' | 'start-anew' | 'take-back';

export interface CamLensEvents {
  /** An embedded picture is there, of this size in pixels. */
  'cam-lens-load': Size;
  /** What an embedded picture waits for: 0…1 where it can be known, and a line for people. */
  'cam-lens-progress': { readonly fraction?: number; readonly message: string };
  /** An embedded picture is explained; or its boxes are others, at another threshold. */
  'cam-lens-explain': Explained;
  /** An embedded picture cannot be explained. */
  'cam-lens-error': { readonly code: ErrorCode; readonly message: string };
  /** Parts of a data set were given: archives, folders, files. */
  'cam-lens-given': { readonly files: readonly NamedFile[] };
  /** A run's settings were turned. */
  'cam-lens-run-change': Partial<RunSettings>;
  'cam-lens-run': { readonly command: RunCommand };
  /** Controls were turned. */
  'cam-lens-change': Partial<Settings>;
  /** A picture of the strip was chosen, by its key. */
  'cam-lens-select': { readonly key: string };
  /** Files were dropped, pasted or chosen. */
  'cam-lens-files': { readonly files: readonly File[] };
  /** A box was switched on or off, by its key. */
  'cam-lens-box': { readonly key: string; readonly visible: boolean };
  /** A view needs a bitmap of this many device pixels. */
  'cam-lens-size': { readonly show: 'original' | 'heatmap' | 'blend'; readonly size: Size };
  'cam-lens-dismiss': { readonly key: string };
  'cam-lens-retry': null;
  /** A model of one's own is to be given. */
  'cam-lens-model-open': null;
  /** Another output of the model that was given is to be explained. */
  'cam-lens-model-output': { readonly output: string };
  /** The model that was given is to be used, described so as far as the visitor knows better. */
  'cam-lens-model-use': PartialDescription;
  /** It is not. */
  'cam-lens-model-close': null;
  /** The page's first model is to be used again. */
  'cam-lens-model-back': null;
  /** What takes long is to end. */
  'cam-lens-stop': null;
}

export function emit<Name extends keyof CamLensEvents>(
  from: EventTarget,
  name: Name,
  detail: CamLensEvents[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
