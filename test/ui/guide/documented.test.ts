/** The tables of the guide, made of the elements' real interface, and its examples held to it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { elementReference } from '../../../scripts/docs/element-reference.ts';
import { manifestOf } from '../../../scripts/package/manifest.mjs';
import { projectRoot } from '../../../scripts/setup/context.mjs';
import { interfaceTables, type DocumentedElement } from '../../../src/ui/guide/documented.ts';
import { exampleCode, examples } from '../../../src/ui/guide/examples.ts';

const elements = manifestOf(projectRoot).modules.flatMap(
  ({ declarations }) => declarations,
) as unknown as readonly DocumentedElement[];

it('docs/elements.md is current: `npm run docs:renew` renews it', async () => {
  await expect(elementReference(elements)).toMatchFileSnapshot(join(projectRoot, 'docs/elements.md'));
});

describe('the tables of an element', () => {
  const tables = new Map(
    elements.map((element) => [
      element.tagName,
      new Map(interfaceTables(element).map((table) => [table.title, table])),
    ]),
  );
  const rows = (tag: string, title: string) => tables.get(tag)?.get(title)?.rows ?? [];

  it('have a cell for every column', () => {
    for (const ofElement of tables.values()) {
      for (const { columns, rows: all } of ofElement.values()) {
        expect(all.length).toBeGreaterThan(0);
        for (const row of all) expect(row).toHaveLength(columns.length);
      }
    }
  });

  it('name attributes, properties, methods, events, slots, parts and custom properties', () => {
    expect(rows('cam-lens', 'Attributes and properties')).toContainEqual([
      ...['`color-map`', '`colorMap`', "`'viridis' | 'turbo' | 'inferno' | 'jet'`", "`'viridis'`"],
      expect.any(String),
    ]);
    expect(rows('cam-lens', 'Methods').map(([name]) => name)).toContain('`valueAt(x, y)`');
    expect(rows('cam-lens', 'Methods').map(([name]) => name)).toContain('`download(name?)`');
    expect(rows('cam-lens', 'Events').map(([name]) => name)).toContain('`cam-lens-explain`');
    expect(rows('cam-lens', 'Slots').map(([name]) => name)).toContain('`poster`');
    expect(rows('cam-lens', 'Parts').map(([name]) => name)).toContain('`canvas`');
    expect(rows('cam-lens', 'Custom properties')[0]).toEqual([
      ...['`--cam-lens-well`', '`light-dark(#f1f1ef, #0b0d0e)`', 'behind a picture'],
    ]);
  });

  it('leave out what an element does not have', () => {
    expect([...(tables.get('cam-lens-compare')?.keys() ?? [])]).toEqual([
      ...['Attributes and properties', 'Parts', 'Custom properties'],
    ]);
  });
});

describe('the examples', () => {
  it.each(examples)('use only what their element has: $title', ({ tag, attributes }) => {
    const known = elements.find(({ tagName }) => tagName === tag)?.attributes.map(({ name }) => name) ?? [];
    expect(known).toEqual(expect.arrayContaining([...Object.keys(attributes), 'model']));
  });

  it('are HTML to copy', () => {
    const example = { title: '', says: '', tag: 'cam-lens', attributes: { alt: 'a "b" & c', boxes: '' } } as const;
    expect(exampleCode(example, 'models/a.json')).toBe(
      '<cam-lens\n  alt="a &quot;b&quot; &amp; c"\n  boxes\n  model="models/a.json"\n></cam-lens>',
    );
  });
});
