import { css, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { html } from '../shared/html.ts';
import { card } from '../shared/styles/card.ts';
import { codeBlock } from '../shared/styles/code-block.ts';
import { page } from '../shared/styles/page.ts';
import { tokens } from '../shared/styles/tokens.ts';
import type { DocumentedElement } from './documented.ts';
import { examples } from './examples.ts';

const languages = `import { setStrings } from 'cam-lens/elements';
import { german } from 'cam-lens/lang/de.js';
import { setRunStrings } from 'cam-lens/elements/cam-lens-evaluate.js';
import { germanRun } from 'cam-lens/lang/de-evaluate.js';

setStrings('de', german);
setRunStrings('de', germanRun);
setRunStrings('en', { status: { start: 'Measure' } });`;

/** The page about the elements for other people's pages. */
export class CamLensGuide extends LitElement {
  static override readonly styles = [
    tokens,
    card,
    codeBlock,
    page,
    css`
      .page {
        max-width: 1120px;
      }
      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 18px;
      }
      .card h2 {
        color: var(--ink);
      }
      .card p + pre,
      .card pre + p {
        margin-top: 12px;
      }
      code {
        font-size: var(--small);
      }
    `,
  ];

  @property({ attribute: false }) elements: readonly DocumentedElement[] = [];
  /** URL of the model's description, relative to the page. */
  @property() model = '';

  #start(): TemplateResult {
    return html`<section class="card" aria-label="How to begin">
      <h2>How to begin</h2>
      <p>With a bundler, install the package <code>cam-lens</code> and import the elements once:</p>
      <pre tabindex="0" aria-label="Code"><code>import 'cam-lens/define';</code></pre>
      <p>Without one, copy the package’s folder <code>dist</code> to your site and load a single script:</p>
      <pre
        tabindex="0"
        aria-label="Code"
      ><code>&lt;script type="module" src="cam-lens/dist/standalone.js"&gt;&lt;/script&gt;</code></pre>
      <p>
        The model comes from your site too: <code>cam-lens model --out models</code> writes its files, of which
        <code>model</code> names the description. Nothing is sent anywhere.
      </p>
    </section>`;
  }

  #languages(): TemplateResult {
    return html`<section class="card" aria-label="Languages">
      <h2>Languages</h2>
      <p>
        The elements speak the language of the nearest <code>lang</code>, if they have its words. English is there, and
        German is included; <code>&lt;cam-lens-evaluate&gt;</code> has words of its own:
      </p>
      <pre tabindex="0" aria-label="Code"><code>${languages}</code></pre>
      <p>
        A table may have only some of the words; the rest stays as it was. What is left in English, such as the message
        of an error, is marked <code>lang="en"</code> for screen readers.
      </p>
    </section>`;
  }

  protected override render(): TemplateResult {
    return html`<div class="page">
      <cam-lens-masthead page="embed">
        <cam-lens-theme></cam-lens-theme>
        <p slot="intro">
          Four elements put explanations into any page: <code>&lt;cam-lens&gt;</code> shows a picture and what a
          classifier looked at in it, <code>&lt;cam-lens-compare&gt;</code> several explanations side by side,
          <code>&lt;cam-lens-live&gt;</code> a camera or a video, and <code>&lt;cam-lens-evaluate&gt;</code> measures
          the boxes of a whole data set.
        </p>
      </cam-lens-masthead>
      <main>
        ${this.#start()}
        ${examples.map((example) => html`<cam-lens-example .example=${example} model=${this.model}></cam-lens-example>`)}
        ${this.#languages()}
        ${this.elements.map((element) => html`<cam-lens-interface .element=${element}></cam-lens-interface>`)}
      </main>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cam-lens-guide': CamLensGuide;
  }
}
