/** What the numbers do not say. */
import { defaultThreshold } from '../../pipeline/recipe/defaults.ts';
import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';

export function limits({ dataset, methods, choice, failed, summary }: Report): Markup {
  const sentences = [
    dataset.isOfImageNet
      ? 'The classes are those of Stanford Dogs, whose photos were taken from ImageNet: a network trained on ImageNet has very probably seen these pictures. Its accuracy, and top-1 and top-5 localisation with it, are optimistic.'
      : 'Whether the network saw these pictures, or others of the same source, in training is not known here. If it did, its accuracy, and top-1 and top-5 localisation with it, are optimistic.',
    'A heatmap says which places raised the score of a class, and no more: a box drawn from it is no detector’s.',
    'Figures of other tools and papers can be compared only where threshold, upsampling, component and box conventions are the same; those of this run are listed above.',
    'The intervals tell how far a mean would move had other pictures of the same kind been drawn; not what other data sets, networks or annotators would give.',
    'The oracle’s threshold, and those of MaxBoxAcc and MaxBoxAccV2, are the best on the very pictures that they are reported on: upper bounds, not what a user of the method gets.',
    ...(summary.pictures.train === 0
      ? [
          `No pictures were set apart for choosing a threshold; the reported one is the nearest to the usual ${defaultThreshold}.`,
        ]
      : []),
    ...(choice.sources.includes('true')
      ? ['Where the true class is explained, the label is given to the method (GT-known localisation).']
      : []),
    'Values of single classes come without intervals, and rest on as many pictures as the table says.',
    ...(failed === null ? ['Pictures that could not be measured are in no number.'] : []),
    ...((failed?.length ?? 0) > 0
      ? ['Pictures that could not be measured are in no number; they are listed below.']
      : []),
    ...methods.flatMap(({ title, caution }) => (caution === undefined ? [] : [`${title}: ${caution}`])),
  ];
  return markup`<section id="limits"><h2>What these numbers do not say</h2><ul>${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul></section>`;
}
