import { css, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { LensInfo } from '../../pipeline/api/lens.ts';
import type { Backend } from '../../pipeline/types.ts';
import { html } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { tokens } from '../shared/styles/tokens.ts';

const networkWords: Readonly<Record<Backend['network'], string>> = {
  webgpu: 'on the GPU (WebGPU)',
  wasm: 'on the processor (WebAssembly)',
};
const stageWords: Readonly<Record<Backend['stages'], string>> = {
  webgpu: 'in shaders (WebGPU)',
  cpu: 'on the processor (JavaScript)',
};

/** What actually ran: network, heatmap stages, adapter and model; and why, if it is not the fastest backend. */
export class CamLensBackend extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    css`
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 4px 14px;
        margin: 0;
        font-size: 0.875rem;
      }
      dt {
        color: var(--soft);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .notice {
        margin-top: 12px;
      }
    `,
  ];

  @property({ attribute: false }) info: LensInfo | undefined;

  protected override render(): TemplateResult {
    const { info } = this;
    return html`<section class="card roomy" aria-labelledby="title">
      <h2 id="title">What ran</h2>
      ${
        info === undefined
          ? ''
          : html`<dl>
                <dt>Network</dt>
                <dd>${networkWords[info.backend.network]}</dd>
                <dt>Heatmaps</dt>
                <dd>${stageWords[info.backend.stages]}</dd>
                <dt>Adapter</dt>
                <dd>${info.backend.adapter}</dd>
                <dt>Model</dt>
                <dd title=${info.model.sha256 === undefined ? nothing : `SHA-256 ${info.model.sha256}`}>
                  ${info.model.title}
                </dd>
              </dl>
              ${info.notice === undefined ? '' : html`<p class="quiet notice">${info.notice}</p>`}`
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-backend': CamLensBackend;
  }
}
