/** Types of the elements' tags for JSX and templates, generated from custom-elements.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {ReturnType<typeof import('./manifest.mjs').manifestOf>['modules'][0]['declarations'][number]} Declaration */

/**
 * @param {readonly Declaration[]} declarations
 * @param {string} folder of `elements.d.ts`
 * @returns {void}
 */
export function writeFrameworkTypes(declarations, folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(frameworkTypes(declarations))) writeFileSync(join(folder, name), text);
}

/**
 * @param {readonly Declaration[]} declarations
 * @returns {Readonly<Record<string, string>>} text by file name
 */
export function frameworkTypes(declarations) {
  /** @param {(declaration: Declaration) => string} type */
  const tags = (type) => declarations.map((one) => `    '${one.tagName}': ${type(one)};`).join('\n');
  /** @param {string} listeners */
  const imports = (listeners) =>
    [
      `import type { ${declarations.map(({ name }) => name).join(', ')} } from './elements.js';`,
      `import type { ${declarations.map(({ name }) => `${name}Attributes, ${name}${listeners}`).join(', ')} } from './tags.js';`,
    ].join('\n');
  /** @param {Declaration} one */
  const said = ({ name }) => `${name}Attributes & ${name}Listeners`;
  return {
    'tags.d.ts': tagsFile(declarations),
    'react.d.ts': `/** For React 19: \`import type {} from 'cam-lens/react'\`, once. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
${imports('Listeners')}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${tags((one) => `Omit<DetailedHTMLProps<HTMLAttributes<${one.name}>, ${one.name}>, keyof ${one.name}Attributes> & ${said(one)}`)}
    }
  }
}
`,
    'preact.d.ts': `/** For Preact: \`import type {} from 'cam-lens/preact'\`, once. */
import type { HTMLAttributes } from 'preact';
${imports('Listeners')}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
${tags((one) => `Omit<HTMLAttributes<${one.name}>, keyof ${one.name}Attributes> & ${said(one)}`)}
    }
  }
}
`,
    'vue.d.ts': `/** For Vue: \`import type {} from 'cam-lens/vue'\`, once. */
import type { DefineComponent, HTMLAttributes } from 'vue';
${imports('VueListeners').replace(/^.*\n/, '')}

declare module 'vue' {
  interface GlobalComponents {
${tags(({ name }) => `DefineComponent<Omit<HTMLAttributes, keyof ${name}Attributes> & ${name}Attributes & ${name}VueListeners>`)}
  }
}
`,
    'svelte.d.ts': `/** For Svelte 5: \`import type {} from 'cam-lens/svelte'\`, once. */
import type { HTMLAttributes } from 'svelte/elements';
${imports('Listeners')}

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${tags((one) => `Omit<HTMLAttributes<${one.name}>, keyof ${one.name}Attributes> & ${said(one)}`)}
  }
}
`,
  };
}

/** @param {readonly Declaration[]} declarations */
function tagsFile(declarations) {
  const classes = declarations.map(({ name }) => name).join(', ');
  return `/** The attributes and event listeners of each element, for markup. */
import type { CamLensEvents, ${classes} } from './elements.js';
${declarations.map(tagTypes).join('')}`;
}

/** @param {Declaration} declaration */
function tagTypes({ name, attributes, events = [] }) {
  const properties = attributes.map(({ fieldName }) => `'${fieldName}'`).join(' | ');
  const others = attributes.filter((one) => one.name !== one.fieldName);
  const aliases = others.map((one) => `  '${one.name}'?: ${name}['${one.fieldName}'];`).join('\n');
  /** @param {(event: string) => string} as */
  const listeners = (as) =>
    events
      .map((event) => `  '${as(event.name)}'?: (event: CustomEvent<CamLensEvents['${event.name}']>) => void;`)
      .join('\n');
  return `
export interface ${name}Attributes extends Partial<Pick<${name}, ${properties}>> {
${aliases}
}
export interface ${name}Listeners {
${listeners((event) => `on${event}`)}
}
export interface ${name}VueListeners {
${listeners((event) => `on${event.replace(/(?:^|-)(\w)/g, (_, letter) => String(letter).toUpperCase())}`)}
}
`;
}
