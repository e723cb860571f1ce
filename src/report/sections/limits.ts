/** What the numbers do not say. */
import { haveBoxes } from '../../evaluation/record.ts';
import { refinementNamed } from '../../pipeline/recipe/refine/refinements.ts';
import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';

export function limits({ dataset, methods, choice, failed, summary, records }: Report): Markup {
  const { caution } = refinementNamed(choice.refine ?? 'none');
  const areBoxed = haveBoxes(records);
  const optimistic = areBoxed ? 'Its accuracy, and with it top-1 and top-5 localisation, are' : 'Its accuracy is';
  const sentences = [
    dataset.isOfImageNet
      ? 'The classes are those of Stanford Dogs, whose photos were taken from ImageNet: a network ' +
        `trained on ImageNet has very probably seen these pictures. ${optimistic} optimistic.`
      : 'It is not known whether the network saw these pictures, or others from the same source, in ' +
        `training. ${areBoxed ? 'If it did, its accuracy, and with it top-1 and top-5 localisation, are' : 'If it did, its accuracy is'} optimistic.`,
    'A heatmap shows which places raised the score of a class, and nothing more: its box is not an ' +
      'object detection.',
    'Figures of other tools and papers can be compared only where threshold, upsampling, component and box conventions are the same; those of this run are listed above.',
    'The intervals show how far a mean would move with another sample of similar pictures; not what ' +
      'other data sets, networks or annotators would give.',
    ...(areBoxed
      ? [
          'The oracle’s threshold, and those of MaxBoxAcc and MaxBoxAccV2, are the best on the very ' +
            'pictures that they are reported on: upper bounds, not what a user of the method gets.',
        ]
      : ['The data set has no true boxes: nothing here says whether a map finds the object.']),
    ...(areBoxed && summary.pictures.train === 0
      ? [
          'No pictures were held out for choosing a threshold; the reported one is the nearest to the ' +
            `default of ${choice.boxThreshold}.`,
        ]
      : []),
    ...(areBoxed && choice.sources.includes('true')
      ? ['Where the true class is explained, the label is given to the method (GT-known localisation).']
      : []),
    ...(areBoxed
      ? ['Values of single classes have no intervals, and are based on as many pictures as the table states.']
      : []),
    ...(failed === null ? ['Pictures that could not be measured are not included in any number.'] : []),
    ...((failed?.length ?? 0) > 0
      ? ['Pictures that could not be measured are not included in any number; they are listed below.']
      : []),
    ...(caution === undefined ? [] : [caution]),
    ...methods.flatMap((method) => (method.caution === undefined ? [] : [`${method.title}: ${method.caution}`])),
  ];
  return markup`<section id="limits"><h2>What these numbers do not say</h2><ul>${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul></section>`;
}
