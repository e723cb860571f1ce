/** The interface of an element as tables. */

interface Described {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
}

interface DocumentedMember extends Described {
  readonly kind: string;
  readonly parameters?: readonly (Described & { readonly optional?: boolean })[];
  readonly return?: { readonly type: { readonly text: string } };
}

/** A declaration of custom-elements.json. */
export interface DocumentedElement {
  readonly tagName: string;
  readonly description: string;
  readonly members: readonly DocumentedMember[];
  readonly attributes: readonly (Described & { readonly fieldName: string })[];
  readonly events?: readonly Described[];
  readonly slots?: readonly Described[];
  readonly cssParts?: readonly Described[];
  readonly cssProperties?: readonly Described[];
}

export interface InterfaceTable {
  readonly title: string;
  /** The first column is a name. */
  readonly columns: readonly string[];
  /** A cell per column; code is between backticks. */
  readonly rows: readonly (readonly string[])[];
}

/** Tables without rows are left out. */
export function interfaceTables(element: DocumentedElement): readonly InterfaceTable[] {
  const named = (entries: readonly Described[] = []) =>
    entries.map(({ name, description = '' }) => [code(name === '' ? '(default)' : name), description]);
  const methods = element.members.filter(({ kind }) => kind === 'method');
  const attributed = new Set(element.attributes.map(({ fieldName }) => fieldName));
  const fields = element.members.filter(({ kind, name }) => kind === 'field' && !attributed.has(name));
  const tables: readonly InterfaceTable[] = [
    {
      title: 'Attributes and properties',
      columns: ['Attribute', 'Property', 'Type', 'Default', 'What it is'],
      rows: element.attributes.map(({ name, fieldName, type, default: initial = '', description = '' }) => [
        ...[code(name), code(fieldName), code(type?.text ?? ''), code(initial), description],
      ]),
    },
    {
      title: 'Properties without an attribute',
      columns: ['Property', 'Type', 'What it is'],
      rows: fields.map(({ name, type, description = '' }) => [code(name), code(type?.text ?? ''), description]),
    },
    {
      title: 'Methods',
      columns: ['Method', 'Returns', 'What it does'],
      rows: methods.map(({ name, parameters = [], return: returned, description = '' }) => [
        code(`${name}(${parameters.map((one) => one.name + (one.optional === true ? '?' : '')).join(', ')})`),
        code(returned?.type.text ?? ''),
        [description, ...parameters.flatMap(inWords)].join(' '),
      ]),
    },
    { title: 'Events', columns: ['Event', 'When, and what its detail has'], rows: named(element.events) },
    { title: 'Slots', columns: ['Slot', 'What it is for'], rows: named(element.slots) },
    { title: 'Parts', columns: ['Part', 'What it is'], rows: named(element.cssParts) },
    {
      title: 'Custom properties',
      columns: ['Property', 'Default', 'What it colours'],
      rows: (element.cssProperties ?? []).map(({ name, default: initial = '', description = '' }) => [
        ...[code(name), code(initial), description],
      ]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** Nothing if its name says it all. */
function inWords({ name, description = '' }: Described): readonly string[] {
  return description === '' ? [] : [`\`${name}\`: ${description}.`];
}
