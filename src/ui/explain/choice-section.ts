/** Below the pictures: their method and layer, caveats of the method, and the layers side by side. */
import type { TemplateResult } from 'lit';
import { nameBy } from '../../pipeline/recipe/conventions.ts';
import type { StripFrame } from './cam-lens-strip.ts';
import { html } from '../shared/html.ts';
import type { LensState } from './lens-state.ts';
import type { StateInWords } from './status.ts';
import { own } from '../../own.ts';

type State = Pick<LensState, 'lens' | 'settings' | 'picture' | 'work'>;

export function choiceSection(state: State, { method }: StateInWords): TemplateResult {
  const { lens, settings, picture, work } = state;
  const info = lens?.info;
  return html`<section class="choice" aria-label="Method and layer">
    <cam-lens-methods .settings=${settings} .methods=${info?.methods ?? []}>
      <cam-lens-layers .settings=${settings} .info=${info}></cam-lens-layers>
    </cam-lens-methods>
    <cam-lens-method .method=${method}></cam-lens-method>
    ${
      settings.compare && info !== undefined
        ? html`<cam-lens-strip
            heading="${method?.title ?? ''} at ${info.strip.length} layers"
            layer=${settings.layer}
            .frames=${stripFrames(state)}
            .picture=${picture?.size}
            ?busy=${work !== undefined}
          ></cam-lens-strip>`
        : ''
    }
  </section>`;
}

/** The layers of the strip with their blends by the current method. */
function stripFrames({ lens, settings, picture }: State): readonly StripFrame[] {
  const method = lens?.info.methods.find(({ name }) => name === settings.method);
  const name = nameBy(settings.method, settings.convention);
  const blends = picture?.strip?.method === name ? picture.strip.blends : {};
  return (lens?.info.strip ?? []).map((layer) => {
    return { layer, bitmap: own(blends, layer), refusal: own(method?.refusals, layer) };
  });
}
