/** The tables: at fixed thresholds, at the chosen threshold, and measures without one. */
import { fixedThresholds } from '../../evaluation/fixed-points.ts';
import type { Interval } from '../../evaluation/bootstrap.ts';
import { localisationStatistics, type LocalisationStatistic } from '../../evaluation/localisation.ts';
import { setStatistics, statisticNames, statistics as measured, type Statistic } from '../../evaluation/statistics.ts';
import type { OperatingPoint } from '../../evaluation/operating-point.ts';
import type { BoxedSummary, CentreSummary, ExplanationSummary } from '../../evaluation/summary.ts';
import { boxedKeys, summarisedKeys, type BoxedKey, type ShownKey } from '../chosen-keys.ts';
import { markup, nameMarkup, type Content, type Markup } from '../markup.ts';
import { count, share, threshold, withInterval } from '../numbers.ts';
import { capitalized } from '../capitalized.ts';
import { colourOf, titleOf, type Report } from '../report.ts';

const statistics = Object.keys(localisationStatistics) as LocalisationStatistic[];
const titles: Readonly<Record<LocalisationStatistic, string>> = {
  meanIoU: 'Mean IoU',
  corLoc: 'CorLoc',
  top1Loc: 'Top-1 loc',
  top5Loc: 'Top-5 loc',
};

const chosenWords: Readonly<Record<OperatingPoint['chosenOn'], string>> = {
  train: 'chosen on train',
  default: 'not chosen',
  test: 'oracle',
};

interface Other {
  readonly title: string;
  readonly valueOf: (summary: ExplanationSummary) => number | null | undefined;
  readonly interval95Of?: (summary: ExplanationSummary) => Interval | undefined;
}

const arrows: Readonly<Record<Statistic['better'], string>> = { higher: '↑', lower: '↓' };

/** The measures other than boxes. */
const others: readonly Other[] = [
  { title: 'MaxBoxAcc ↑', valueOf: ({ maxBoxAcc }) => maxBoxAcc?.accuracy },
  { title: 'MaxBoxAccV2 ↑', valueOf: ({ maxBoxAccV2 }) => maxBoxAccV2 },
  { title: `${setStatistics.pxap.title} ${arrows[setStatistics.pxap.better]}`, valueOf: ({ pxap }) => pxap },
  ...statisticNames.map((name): Other => {
    const { title, better } = measured[name];
    return {
      title: `${capitalized(title)} ${arrows[better]}`,
      valueOf: (summary) => summary[name],
      interval95Of: ({ interval95 }) => interval95[name],
    };
  }),
];

const boxWords =
  'CorLoc: share of pictures whose box has an IoU of 0.5 or more. Top-1 and top-5 loc: that, and the true class is among the first one or five.';
const boxless = 'The data set has no true boxes, so nothing is said about where maps point.';

export function results(report: Report): Markup {
  const keys = summarisedKeys(report.summary);
  const boxed = boxedKeys(keys);
  const { accuracy } = report.summary;
  if (keys.length === 0) {
    return markup`<section id="results"><h2>Results</h2><p>No picture could be measured.</p></section>`;
  }
  return markup`<section id="results"><h2>Results</h2>
${fixedTable(report, boxed)}
${boxed.length === 0 ? null : pointTable(report, boxed)}
${otherTable(report, keys)}
${randomisedTable(report, keys)}
${
  accuracy === null
    ? null
    : markup`<p>The true class is the network’s first on ${share(accuracy.top1)} of the reported pictures, and among its first five on ${share(accuracy.top5)}.</p>`
}
<p class="note">In brackets: 95 % intervals, by resampling pictures (percentile bootstrap).${boxed.length === 0 ? ` ${boxless}` : ` ${boxWords}`}</p>
</section>`;
}

function fixedTable(report: Report, keys: readonly BoxedKey[]): Markup | null {
  const names = Object.keys(fixedThresholds) as (keyof typeof fixedThresholds)[];
  const shown = names.filter((name) => keys.some(({ summary }) => summary.fixed[name] !== undefined));
  if (shown.length === 0) return null;
  const pictures = Math.max(...keys.flatMap(({ summary }) => shown.map((name) => summary.fixed[name]?.pictures ?? 0)));
  return table(
    `At fixed thresholds, ${count(pictures, 'picture')}${report.summary.pictures.train > 0 ? ', including those of train' : ''}`,
    ['fixed', ...shown.map((name) => `${titles[name]} at τ = ${fixedThresholds[name]}`)],
    keys.map((key) => [
      keyCells(report, key),
      shown.map((name) => {
        const point = key.summary.fixed[name];
        return point === undefined ? '' : withInterval(point.value, point.interval95);
      }),
    ]),
  );
}

function pointTable(report: Report, keys: readonly BoxedKey[]): Markup {
  const centre = report.summary.centreBaseline;
  const row = (summary: BoxedSummary | CentreSummary, point: 'reported' | 'oracle'): Content[] => {
    const { threshold: at, chosenOn } = summary[point];
    return [
      markup`${threshold(at)} <small>${chosenWords[chosenOn]}</small>`,
      ...statistics.map((name) =>
        withInterval(summary[point][name], point === 'reported' ? summary.interval95[name] : undefined),
      ),
    ];
  };
  const { train, test } = report.summary.pictures;
  return table(
    `At one threshold, ${count(test, 'picture')}${train > 0 ? ` of test; τ has the best mean IoU on ${count(train, 'picture')} of train` : ''}`,
    ['point', 'τ', ...statistics.map((name) => titles[name])],
    [
      ...keys.map((key) => [keyCells(report, key), row(key.summary, 'reported')] as const),
      ...(centre === null
        ? []
        : [
            [
              markup`<th scope="row" colspan="3"><i class="key" style="background:var(--edge)"></i>Centre box <small>of the picture’s aspect; its scale stands for τ</small></th>`,
              row(centre, 'reported'),
            ] as const,
          ]),
    ],
    {
      title: 'Oracle: the best τ for these same pictures, which cannot be known in advance',
      rows: keys.map((key) => [keyCells(report, key), row(key.summary, 'oracle')] as const),
    },
  );
}

function otherTable(report: Report, keys: readonly ShownKey[]): Markup {
  const shown = others.filter(({ valueOf }) => keys.some(({ summary }) => typeof valueOf(summary) === 'number'));
  return table(
    'Other measures',
    ['other', ...shown.map(({ title }) => title), 'Empty heatmaps'],
    keys.map((key) => [
      keyCells(report, key),
      [
        ...shown.map(({ valueOf, interval95Of }) => {
          const value = valueOf(key.summary);
          return typeof value === 'number' ? withInterval(value, interval95Of?.(key.summary)) : '';
        }),
        `${key.summary.empty} of ${key.summary.pictures}`,
      ],
    ]),
  );
}

/** The sanity check: near 0 if a map depends on what the network has learned. */
function randomisedTable(report: Report, keys: readonly ShownKey[]): Markup | null {
  const levels = [...new Set(keys.flatMap(({ summary }) => summary.randomisation?.map(({ level }) => level) ?? []))];
  if (levels.length === 0) return null;
  return table(
    'Rank correlation with the map of a network whose weights are randomised from the logits down to …',
    ['randomised', ...levels],
    keys.map((key) => [
      keyCells(report, key),
      levels.map((name) => {
        const level = key.summary.randomisation?.find((each) => each.level === name);
        return level === undefined ? '' : withInterval(level.correlation, level.interval95);
      }),
    ]),
  );
}

type Row = readonly [head: Markup, cells: readonly Content[]];

function keyCells(report: Report, { method, layer, source }: ShownKey): Markup {
  return markup`<th scope="row"><i class="key" style="background:${colourOf(report, method)}"></i>${titleOf(report, method)}</th><td class="word">${nameMarkup(layer)}</td><td class="word">${source}</td>`;
}

/** @param columns the table's name, then the headings after method, layer and class */
function table(
  caption: string,
  [name, ...columns]: readonly string[],
  rows: readonly Row[],
  below?: { readonly title: string; readonly rows: readonly Row[] },
): Markup {
  const body = (each: readonly Row[]): Markup[] =>
    each.map(
      ([head, cells]) => markup`<tr>${head}${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>
`,
    );
  const id = `table-${name ?? ''}`;
  return markup`<h3 class="title" id="${id}">${caption}</h3><div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table data-table="${name ?? ''}" aria-labelledby="${id}">
<thead><tr><th scope="col">Method</th><th scope="col" class="word">Layer</th><th scope="col" class="word">Class</th>${columns.map((title) => markup`<th scope="col" class="number">${title}</th>`)}</tr></thead>
<tbody>${body(rows)}</tbody>${
    below === undefined
      ? null
      : markup`
<tbody class="below"><tr><th scope="rowgroup" colspan="${columns.length + 3}">${below.title}</th></tr>
${body(below.rows)}</tbody>`
  }</table></div>`;
}
