/** How a begun run, which keeps its settings, differs from what is asked for now. */
import type { TemplateResult } from 'lit';
import { defaultConventions } from '../../pipeline/recipe/defaults.ts';
import type { RunHead, RunSettings } from '../../runs/kept-run.ts';
import { measurable } from '../../runs/run-format.ts';
import type { RunStrings } from '../evaluate/run-strings.ts';
import { html } from '../shared/html.ts';

/** What the run keeps, of the settings that are others now; empty if there is no run. */
export function otherSettings(head: RunHead | undefined, asked: RunSettings): Partial<RunSettings> {
  if (head === undefined) return {};
  const kept = complete(head.settings);
  // A measure that the data set does not allow makes no difference; the layer is known once the model is loaded.
  const now = complete(measurable(asked, head.format ?? 'voc'));
  const differ = (name: keyof RunSettings): boolean => text(kept[name]) !== text(now[name]);
  const names = (Object.keys(kept) as (keyof RunSettings)[]).filter((name) => now[name] !== '' && differ(name));
  return Object.fromEntries(names.map((name) => [name, kept[name]]));
}

/** "This run was begun with other settings (Methods: cam). Start anew to use the new ones." */
export function otherSettingsWords(others: Partial<RunSettings>, { options, status }: RunStrings): string {
  const written: { readonly [Name in keyof RunSettings]-?: (value: NonNullable<RunSettings[Name]>) => string } = {
    methods: (names) => names.join(', '),
    measures: (names) => names.join(', ') || '–',
    conventions: (names) => names.join(', '),
    refine: (name) => name,
    layer: (name) => name,
    source: (source) => options.sources[source],
    size: String,
    limit: String,
  };
  const lines = Object.entries(others).map(([name, value]) => {
    const write = written[name as keyof RunSettings] as (value: unknown) => string;
    return `${options[name as keyof RunSettings]}: ${value === null ? options.noLimit : write(value)}`;
  });
  return status.otherSettings(lines.join('; '));
}

export function otherSettingsNote(others: Partial<RunSettings>, strings: RunStrings): TemplateResult | '' {
  if (Object.keys(others).length === 0) return '';
  return html`<p class="note" part="note" role="status">${otherSettingsWords(others, strings)}</p>`;
}

function complete(settings: RunSettings): Required<RunSettings> {
  return { ...{ measures: [], conventions: defaultConventions, refine: 'none' }, ...settings };
}

/** The order of names in a list makes no difference. */
function text(value: RunSettings[keyof RunSettings]): string {
  return Array.isArray(value) ? value.toSorted().join() : String(value);
}
