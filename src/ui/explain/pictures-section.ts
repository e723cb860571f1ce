/** The three pictures: the photo, the heatmap, and both with the boxes. */
import type { TemplateResult } from 'lit';
import type { BoxMark } from '../shared/box-marks.ts';
import { html } from '../shared/html.ts';
import type { CamLensEvents } from '../shared/events.ts';
import type { Inspection } from './inspection.ts';
import type { SavedFile } from './save-file.ts';
import type { LensState } from './lens-state.ts';
import type { StateInWords } from './status.ts';

export function picturesSection(
  { picture, settings, work }: Pick<LensState, 'picture' | 'settings' | 'work'>,
  { words, explanation }: StateInWords,
  drawn: readonly BoxMark[],
  inspection: Inspection,
  save: (file: SavedFile) => void,
): TemplateResult {
  const credit = picture?.source.credit;
  const busy = work !== undefined;
  const inspected = inspection.of(picture?.source.key);
  const saveButton = (file: SavedFile, label: string, isDisabled: boolean): TemplateResult =>
    html`<button type="button" class="link" data-save=${file} ?disabled=${isDisabled} @click=${() => save(file)}>
      ${label}
    </button>`;
  return html`<section
    class="pictures"
    aria-label="The picture and its explanation"
    @cam-lens-inspect=${({ detail }: CustomEvent<CamLensEvents['cam-lens-inspect']>) => inspection.take(detail)}
  >
    <cam-lens-view
      show="original"
      heading="Original"
      description=${words.original}
      .picture=${picture?.size}
      .bitmap=${picture?.original}
      .inspected=${inspected}
    >
      <span class="quiet"
        >${credit === undefined ? picture?.source.name : html`Photo: ${credit.author}, ${credit.licence}`}</span
      >
    </cam-lens-view>
    <cam-lens-view
      show="heatmap"
      heading="Heatmap"
      subheading=${words.subject}
      description=${words.heatmap}
      placeholder=${words.waiting}
      remark=${words.empty}
      .picture=${picture?.size}
      .bitmap=${picture?.heatmap}
      .inspected=${inspected}
      ?busy=${busy}
    >
      <cam-lens-legend
        .colourMap=${settings.colourMap}
        .minimum=${explanation?.minimum}
        .maximum=${explanation?.maximum}
        .threshold=${settings.threshold}
      ></cam-lens-legend>
    </cam-lens-view>
    <cam-lens-view
      show="blend"
      heading="Blend with boxes"
      description=${words.blend}
      placeholder=${words.waiting}
      .picture=${picture?.size}
      .bitmap=${picture?.blend}
      .inspected=${inspected}
      .marks=${drawn}
      ?busy=${busy}
    >
      <div class="saves">
        ${saveButton('png', 'Save as PNG', picture?.blend === undefined)}
        ${saveButton('csv', 'Map as CSV', explanation === undefined)}
        ${saveButton('npy', 'Map as NPY', explanation === undefined)}
      </div>
    </cam-lens-view>
    <cam-lens-reading .inspected=${inspected} .picture=${picture?.size} .explanation=${explanation}></cam-lens-reading>
  </section>`;
}
