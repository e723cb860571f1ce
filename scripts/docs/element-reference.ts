/** docs/elements.md: the custom elements, as custom-elements.json has them. */
import { interfaceTables, type DocumentedElement } from '../../src/ui/guide/documented.ts';

const intro = `# Elements

The attributes, properties, methods, events, slots, parts and custom properties of the custom elements, made from the source by
\`npm run docs:renew\`, as is \`cam-lens/custom-elements.json\` for editors. The page "Embed" shows them at work, and the README
says [how to load them](../README.md#in-your-page).`;

export function elementReference(elements: readonly DocumentedElement[]): string {
  const contents = elements.map(({ tagName }) => `[${tagName}](#${tagName})`).join(' · ');
  const bodies = elements.flatMap((element) => [
    ...[`## ${element.tagName}`, element.description],
    ...interfaceTables(element).flatMap(({ title, columns, rows }) => [
      ...[`### ${title} of ${element.tagName}`, table([columns, columns.map(() => '---'), ...rows])],
    ]),
  ]);
  return `${[intro, contents, ...bodies].join('\n\n')}\n`;
}

function table(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `| ${cells.map(cellOf).join(' | ')} |`).join('\n');
}

/** Bars end cells, also inside code. */
function cellOf(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}
