/** Below the pictures: their method and layer, caveats of the method, and layers or methods side by side. */
import type { TemplateResult } from 'lit';
import { html } from '../shared/html.ts';
import type { LensState } from './lens-state.ts';
import type { StateInWords } from './status.ts';
import { stripOf } from '../shared/strips.ts';

type State = Pick<LensState, 'lens' | 'settings' | 'picture' | 'work'>;

export function choiceSection(state: State, { method }: StateInWords): TemplateResult {
  const { lens, settings, picture, work } = state;
  const info = lens?.info;
  const strip = info === undefined ? undefined : stripOf(settings, info);
  const painted = picture?.strip;
  return html`<section class="choice" aria-label="Method and layer">
    <cam-lens-methods .settings=${settings} .methods=${info?.methods ?? []}>
      <cam-lens-layers .settings=${settings} .info=${info}></cam-lens-layers>
    </cam-lens-methods>
    <cam-lens-method .method=${method}></cam-lens-method>
    ${
      strip === undefined
        ? ''
        : html`<cam-lens-strip
            heading=${strip.heading}
            .cells=${strip.cells}
            .blends=${painted?.name === strip.name ? painted.blends : {}}
            .picture=${picture?.size}
            ?busy=${work !== undefined}
          ></cam-lens-strip>`
    }
  </section>`;
}
