/** What the linter refuses in src/ui: ways past the templates that make names safe to show. */
import { ESLint } from 'eslint';
import { expect, it } from 'vitest';
import { projectRoot } from '../../scripts/setup/context.mjs';

const eslint = new ESLint({
  cwd: projectRoot,
  ruleFilter: ({ ruleId }) => /no-restricted-(imports|properties)$/.test(ruleId),
  // These rules need no types, which would take long to read.
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { project: null } } },
});
/** Number of faults, were this the text of an element's file. */
async function faults(code: string): Promise<number> {
  const [result] = await eslint.lintText(code, { filePath: 'src/ui/explain/cam-lens-model.ts' });
  expect(result?.fatalErrorCount).toBe(0);
  return result!.messages.filter(({ ruleId }) => ruleId !== null).length;
}

it.each([
  "import { html } from 'lit'; html``;",
  "import { css, svg as drawn } from 'lit'; css``; drawn``;",
  "import * as lit from 'lit'; lit.html``;",
  "import { unsafeHTML } from 'lit/directives/unsafe-html.js'; unsafeHTML('');",
  "import { html } from 'lit-html'; html``;",
  "import { html } from 'lit/html.js'; html``;",
  "declare const cell: HTMLElement; cell.textContent = 'a';",
  "declare const cell: HTMLElement; cell.innerHTML = 'a';",
  "document.title = 'a';",
  "declare const context: CanvasRenderingContext2D; context.fillText('a', 0, 0);",
])('refuses %s', async (code) => expect(await faults(code)).toBe(1));

it.each([
  "import { css, LitElement, nothing } from 'lit'; import { property } from 'lit/decorators.js';",
  "import { html, svg } from './html.ts'; html`${svg``}`;",
  "declare const element: { title: string }; element.title = 'a';",
])('takes %s', async (code) => expect(await faults(code)).toBe(0));
