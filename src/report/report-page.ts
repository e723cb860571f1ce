/** A report as one HTML file that needs nothing else: no script, no network, pictures and style inside. */
import { haveBoxes } from '../evaluation/record.ts';
import { markup, Markup } from './markup.ts';
import { count } from './numbers.ts';
import style from './report.css?raw';
import { titleOf, type Report } from './report.ts';
import { classes } from './sections/classes.ts';
import { comparison } from './sections/comparison.ts';
import { curves } from './sections/curves.ts';
import { faithfulness } from './sections/faithfulness.ts';
import { gallery } from './sections/gallery.ts';
import { limits } from './sections/limits.ts';
import { problems } from './sections/problems.ts';
import { repeating } from './sections/repeating.ts';
import { results } from './sections/results.ts';
import { whatWasRun } from './sections/what-was-run.ts';

/** Forbids loading and scripts, in case a name is ever inserted unescaped. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const sections = [
  whatWasRun,
  results,
  comparison,
  curves,
  faithfulness,
  gallery,
  limits,
  classes,
  problems,
  repeating,
] as const;

export function reportPage(report: Report): string {
  const title = `${haveBoxes(report.records) ? 'Localisation' : 'Explanations'} by ${methodsInWords(report)}`;
  const subtitle = `${report.model.name} on ${count(report.records.length, 'picture')}`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}: ${subtitle}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header><h1>${title}</h1><p>${subtitle}</p></header>
<main>
${sections.map(
  (section) => markup`${section(report)}
`,
)}</main>
</body>
</html>
`.toString();
}

/** The names of the methods if there are few, otherwise their number. */
function methodsInWords(report: Report): string {
  const names = report.choice.methods.map((name) => titleOf(report, name));
  if (names.length > 4) return `${names.length} methods`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
