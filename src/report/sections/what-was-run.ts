/** Describes the run: what was measured, with what, and on which data. */
import { countBoxes, haveBoxes, haveMasks, type ClassSource } from '../../evaluation/record.ts';
import type { Backend } from '../../pipeline/types.ts';
import { conventions, readName, titleBy } from '../../pipeline/recipe/conventions.ts';
import { defaultConventions } from '../../pipeline/recipe/defaults.ts';
import { refinementNamed } from '../../pipeline/recipe/refine/refinements.ts';
import { inputSize } from '../../pipeline/model/input-side.ts';
import { conventionsOf } from '../conventions.ts';
import { markup, nameMarkup, type Content, type Markup } from '../markup.ts';
import { count, threshold } from '../numbers.ts';
import { titleOf, type Report } from '../report.ts';

const sourceWords: Readonly<Record<ClassSource, string>> = {
  true: 'the true class of each picture',
  predicted: 'the class that the network predicts for it',
};

const networkWords: Readonly<Record<Backend['network'], string>> = {
  webgpu: 'network on WebGPU',
  wasm: 'network in WebAssembly',
};
const stageWords: Readonly<Record<Backend['stages'], string>> = {
  webgpu: 'heatmaps in WebGPU shaders',
  cpu: 'heatmaps in float64 on the processor',
};

export function whatWasRun(report: Report): Markup {
  const { choice, model, machine } = report;
  const { backend } = machine;
  const input = inputSize(model);
  const names = choice.conventions ?? defaultConventions;
  const facts: readonly (readonly [string, Content])[] = [
    ['Data set', datasetInWords(report)],
    [
      'Model',
      markup`${nameMarkup(model.name)}, input ${input.width} × ${input.height}${
        model.stride === undefined ? '' : `, output stride ${model.stride}`
      }${model.sha256 === undefined ? null : markup`<br><small>sha256 ${nameMarkup(model.sha256)}</small>`}`,
    ],
    ['Methods', choice.methods.map((name) => titleOf(report, name)).join(', ')],
    ...(names.length === 1 && names[0] === 'paper'
      ? []
      : [['From map to heatmap', names.map((name) => conventions[name].title).join(', ')] as const]),
    ...(choice.refine === undefined ? [] : [['Maps refined by', refinementNamed(choice.refine).title] as const]),
    ['Layers', choice.layers.map((layer, i) => markup`${i === 0 ? '' : ', '}${nameMarkup(layer)}`)],
    ['Class explained', choice.sources.map((source) => sourceWords[source]).join('; and ')],
    [
      'Thresholds',
      haveBoxes(report.records)
        ? choice.thresholds.map(threshold).join(', ')
        : `${threshold(choice.boxThreshold)}, of the boxes drawn`,
    ],
    ...(report.leftOut ?? []).map((sentence) => ['Left out', sentence] as const),
    [
      'Ran on',
      markup`${networkWords[backend.network]}, ${stageWords[backend.stages]}; adapter: ${nameMarkup(backend.adapter)}${
        machine.browser === null ? null : markup`; ${nameMarkup(machine.browser)}`
      }`,
    ],
    ['Date', dateInWords(report.date)],
    ['Tool', `${report.tool} ${report.version}`],
  ];
  const { steps } = conventionsOf(choice, input, {
    hasBoxes: haveBoxes(report.records),
    hasMasks: haveMasks(report.records),
  });
  return markup`<section id="run"><h2>What was run</h2>
<dl>${facts.map(([name, words]) => markup`<dt>${name}</dt><dd>${words}</dd>`)}</dl>
<h3>Conventions</h3>
<dl class="fine">${Object.entries(steps).map(([name, words]) => markup`<dt>${stepInWords(name)}</dt><dd>${words}</dd>`)}</dl>
</section>`;
}

/** "@torch-cam" → "(TorchCAM)", as in titles of methods. */
function stepInWords(name: string): string {
  return name.startsWith('@') ? titleBy('', readName(name).convention).trim() : name;
}

function datasetInWords({ dataset, records, summary, shard }: Report): Markup {
  const { images, annotations, limit, withoutPicture } = dataset;
  const ofMasks = haveMasks(records) ? ' around the parts of their masks' : '';
  const boxes = haveBoxes(records)
    ? `${count(countBoxes(records), 'true box', 'true boxes')}${ofMasks}`
    : 'no true boxes';
  const classes = new Set(records.map((record) => record.class)).size;
  const { train, test } = summary.pictures;
  const sentences = [
    `${count(records.length, 'picture')} with ${boxes}, of ${count(classes, 'class', 'classes')}.`,
    train === 0
      ? ''
      : !haveBoxes(records)
        ? ` ${count(test, 'picture')} of them ${test === 1 ? 'is' : 'are'} reported; the others are in the train part of the split.`
        : ` The threshold was chosen on ${count(train, 'picture')}; ${count(test, 'other', 'others')} are reported.`,
    limit === null ? '' : ` At most ${limit.toLocaleString('en')} were requested.`,
    shard === null ? '' : ` Part ${shard.index} of ${shard.count} of the data set.`,
    withoutPicture.length === 0
      ? ''
      : ` ${count(withoutPicture.length, 'annotation')} had no picture and ` +
        `${withoutPicture.length === 1 ? 'was' : 'were'} ignored.`,
  ];
  const places = [
    images === null ? null : markup`Pictures: ${nameMarkup(images)}`,
    annotations === null ? null : markup`annotations: ${nameMarkup(annotations)}`,
  ].filter((place) => place !== null);
  if (places.length === 0) return markup`${sentences}`;
  return markup`${sentences}<br><small>${places.map((place, i) => markup`${i === 0 ? '' : '; '}${place}`)}</small>`;
}

function dateInWords(date: string): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat('en-GB', options).format(new Date(date))} UTC`;
}
