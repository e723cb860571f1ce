/** How a begun run, which keeps its settings, differs from what is asked for now. */
import type { TemplateResult } from 'lit';
import { own } from '../../own.ts';
import { conventions } from '../../pipeline/recipe/conventions.ts';
import { defaultConventions } from '../../pipeline/recipe/defaults.ts';
import { refinements } from '../../pipeline/recipe/refine/refinements.ts';
import type { RunSettings } from '../../runs/kept-run.ts';
import { measurable } from '../../runs/run-format.ts';
import type { EvaluationController } from '../evaluate/evaluation-controller.ts';
import type { RunStrings } from '../evaluate/run-strings.ts';
import { html } from '../shared/html.ts';

type BegunRun = Pick<EvaluationController, 'head' | 'asked' | 'settings'>;

/**
 * What the run keeps, of the settings that are asked for otherwise than when it began; empty if there is no run. What a
 * visitor chose, in place of what the page asks for, is no such difference.
 */
export function otherSettings({ head, asked, settings }: BegunRun): Partial<RunSettings> {
  if (head === undefined) return {};
  const kept = complete(head.settings);
  // A measure that the data set does not allow makes no difference; the layer is known once the model is loaded.
  const [before, now] = [head.asked ?? head.settings, asked ?? settings].map((each) =>
    complete(measurable(each, head.format ?? 'voc')),
  ) as [Required<RunSettings>, Required<RunSettings>];
  const differ = (name: keyof RunSettings): boolean =>
    before[name] !== '' && now[name] !== '' && text(before[name]) !== text(now[name]);
  return Object.fromEntries(names.filter(differ).map((name) => [name, kept[name]]));
}

/** "This run was begun with other settings (Methods: cam). Start anew to use the new ones." */
export function otherSettingsWords(others: Partial<RunSettings>, { options, status }: RunStrings): string {
  const none = '–';
  const written: Written = {
    methods: (methods) => methods.join(', '),
    measures: (measures) => measures.map((name) => own(options.measureTitles, name)?.title ?? name).join(', ') || none,
    conventions: (used) => used.map((name) => own(conventions, name)?.title ?? name).join(', '),
    refine: (name) => own(options.refinements, name)?.title ?? own(refinements, name)?.title ?? name,
    layer: (name) => name,
    source: (source) => own(options.sources, source) ?? source,
    size: String,
    limit: String,
  };
  const lines = names.flatMap((name) => {
    const value = others[name];
    if (value === undefined) return [];
    const write = written[name] as (value: unknown) => string;
    return `${options[name]}: ${value === null ? options.noLimit : write(value)}`;
  });
  return status.otherSettings(lines.join('; '));
}

type Written = { readonly [Name in keyof RunSettings]-?: (value: NonNullable<RunSettings[Name]>) => string };

/** The settings that are told. Runs of later versions may have more. */
const names = ['methods', 'layer', 'source', 'refine', 'conventions', 'measures', 'size', 'limit'] as const;

/** Screen readers announce what comes into a region that was there before. */
export function otherSettingsNote(others: Partial<RunSettings>, strings: RunStrings): TemplateResult {
  const note =
    Object.keys(others).length === 0
      ? ''
      : html`<p class="note" part="note">${otherSettingsWords(others, strings)}</p>`;
  return html`<div role="status">${note}</div>`;
}

function complete(settings: RunSettings): Required<RunSettings> {
  return { ...{ measures: [], conventions: defaultConventions, refine: 'none' }, ...settings };
}

/** The order of names in a list makes no difference. */
function text(value: RunSettings[keyof RunSettings]): string {
  return Array.isArray(value) ? value.toSorted().join() : String(value);
}
