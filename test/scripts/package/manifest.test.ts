/** custom-elements.json, held to what each element has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LitElement } from 'lit';
import { beforeAll, describe, expect, it } from 'vitest';
import { frameworkTypes } from '../../../scripts/package/framework-types.mjs';
import { elements, manifestOf } from '../../../scripts/package/manifest.mjs';
import { projectRoot } from '../../../scripts/setup/context.mjs';
import * as given from '../../../src/elements.ts';
import { CamLensEvaluate } from '../../../src/ui/embed/cam-lens-evaluate.ts';
import { defaultModel } from '../../../src/pipeline/model/built-in-model.ts';
import { defaultThreshold } from '../../../src/pipeline/recipe/defaults.ts';

type Declaration = ReturnType<typeof manifestOf>['modules'][0]['declarations'][number];
let declarations: readonly Declaration[];
beforeAll(() => void (declarations = manifestOf(projectRoot).modules.flatMap((one) => one.declarations)));

const classes = { ...given, CamLensEvaluate } as unknown as Readonly<Record<string, typeof LitElement>>;
const names = (all: readonly { readonly name: string }[] = []): string[] => all.map(({ name }) => name).sort();

/** All that its sources say, of a pattern's first group. */
function inSources(pattern: RegExp, folder = 'src/ui/embed'): string[] {
  const files = readdirSync(join(projectRoot, folder)).filter((name) => name.endsWith('.ts'));
  const texts = files.map((name) => readFileSync(join(projectRoot, folder, name), 'utf8'));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, found = '']) => found)))].sort();
}

describe('custom-elements.json', () => {
  it('has the elements of the package, with their tags', () => {
    expect(Object.fromEntries(declarations.map(({ tagName, name }) => [tagName, name]))).toEqual(elements);
    expect(Object.values(elements).filter((name) => typeof classes[name] !== 'function')).toEqual([]);
  });

  it('has every attribute and its property, both ways, with type, default and what it means', () => {
    for (const { name, attributes, members } of declarations) {
      expect(names(attributes), name).toEqual([...classes[name]!.observedAttributes].sort());
      for (const attribute of attributes) {
        expect(attribute.type?.text, attribute.name).toMatch(/^(string|number|boolean|'.+')$/);
        expect(attribute.default, attribute.name).toMatch(/^('.*'|[\d.]+|true|false)$/);
        expect(attribute.description, attribute.name).toMatch(/\.$/);
        const options = classes[name]!.elementProperties.get(attribute.fieldName);
        const member = members.find((one) => one.name === attribute.fieldName);
        expect(member).toMatchObject({ attribute: attribute.name, reflects: options?.reflect ?? false });
      }
    }
  });

  it('has constants as values', () => {
    const defaults = Object.fromEntries(declarations[0]!.attributes.map((one) => [one.name, one.default]));
    expect(defaults).toMatchObject({
      model: `'${defaultModel}'`,
      threshold: String(defaultThreshold),
      view: "'blend'",
    });
  });

  it('has every method, and nothing that is private', () => {
    for (const { name, members } of declarations) {
      const lits = /^(constructor|connectedCallback|disconnectedCallback|willUpdate|updated|firstUpdated|render)$/;
      const methods = Object.entries(Object.getOwnPropertyDescriptors(classes[name]!.prototype))
        .filter(([key, { value }]) => typeof value === 'function' && !lits.test(key))
        .map(([key]) => key);
      expect(names(members.filter(({ kind }) => kind === 'method'))).toEqual(methods.sort());
      for (const member of members) expect(member.description, member.name).toMatch(/\.$/);
    }
  });

  it('has every event, slot, part and custom property that is in the sources, and no other', () => {
    const all = (kind: 'events' | 'slots' | 'cssParts' | 'cssProperties'): string[] => [
      ...new Set(declarations.flatMap((one) => names(one[kind]))),
    ];
    expect(all('events').sort()).toEqual(inSources(/emit\([\w.#]+, '([\w-]+)'/g));
    expect(all('slots').sort()).toEqual(inSources(/<slot name="(\w+)"/g));
    expect(all('cssParts').sort()).toEqual(inSources(/ part="([\w-]+)"/g));
    const looks = inSources(/var\(--([a-z-]+)[,)]/g, 'src/ui/embed');
    const tokens = new Set(inSources(/var\(--cam-lens-([\w-]+), /g, 'src/ui/shared/styles'));
    const usedByButtons = ['surface', 'line', 'ink', 'edge', 'accent'];
    const wanted = [...new Set([...looks.filter((name) => tokens.has(name)), ...usedByButtons])].sort();
    expect(all('cssProperties').sort()).toEqual(wanted.map((name) => `--cam-lens-${name}`).sort());
    for (const { cssProperties = [] } of declarations)
      for (const look of cssProperties) expect(look.default, look.name).toMatch(/^light-dark\(#/);
  });

  it('is what the types for JSX and templates are made of', () => {
    const types = frameworkTypes(declarations);
    expect(Object.keys(types)).toEqual(['tags.d.ts', 'react.d.ts', 'preact.d.ts', 'vue.d.ts', 'svelte.d.ts']);
    expect(types['tags.d.ts']).toContain("  'color-map'?: CamLens['colorMap'];");
    expect(types['tags.d.ts']).toContain(
      "'onCamLensExplain'?: (event: CustomEvent<CamLensEvents['cam-lens-explain']>) => void;",
    );
  });
});
