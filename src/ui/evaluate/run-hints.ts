/** Effects and costs of the chosen options of a run, as visible text rather than tooltips. */
import type { TemplateResult } from 'lit';
import { own } from '../../own.ts';
import { conventions } from '../../pipeline/recipe/conventions.ts';
import { defaultConventions } from '../../pipeline/recipe/defaults.ts';
import { refinements, type Refinement } from '../../pipeline/recipe/refine/refinements.ts';
import type { RunSettings } from '../../runs/kept-run.ts';
import { html } from '../shared/html.ts';
import { inEnglish } from '../shared/work-words.ts';
import { isDear, titledMeasures } from './run-settings.ts';
import type { OptionStrings } from './run-strings.ts';

/** What a language has no words for is in English, and marked. */
export function runHints(
  { measures = [], conventions: names = defaultConventions, refine = 'none' }: RunSettings,
  words: OptionStrings,
): readonly (TemplateResult | string)[] {
  return [
    ...refinedHint(refine, words),
    ...(names.length === 1 && names[0] === 'paper'
      ? []
      : names.map((name) => {
          const { title, says } = conventions[name];
          return html`${title}: ${own(words.conventionNotes, name) ?? inEnglish(says)}`;
        })),
    ...titledMeasures.flatMap((name) => {
      const { title, cost } = words.measureTitles[name];
      return isDear(name) && measures.some((chosen) => chosen === name) ? [`${title}: ${cost}.`] : [];
    }),
  ];
}

function refinedHint(
  name: keyof typeof refinements,
  { refinements: words }: OptionStrings,
): readonly (TemplateResult | string)[] {
  const translated = own(words, name);
  const { title, says, caution }: Pick<Refinement, 'title' | 'says' | 'caution'> = translated ?? refinements[name];
  if (caution === undefined) return [];
  const hint = `${title}: ${says} ${caution}`;
  return [translated === undefined ? inEnglish(hint) : hint];
}
