/**
 * How the numbers of an evaluation are computed, step by step: figures can be compared only under the same conventions.
 */
import type { Size } from '../pipeline/types.ts';
import { conventions, type ConventionName } from '../pipeline/recipe/conventions.ts';
import { defaultConventions } from '../pipeline/recipe/defaults.ts';
import { refinementNamed, type RefinementName } from '../pipeline/recipe/refine/refinements.ts';
import type { KnownTruths, RunChoice } from '../runs/run-choice.ts';

export interface Conventions {
  /** Each way from map to heatmap that was taken → what it does. */
  readonly presets: Readonly<Partial<Record<ConventionName, string>>>;
  /** Step → what is done. */
  readonly steps: Readonly<Record<string, string>>;
}

const paper = {
  score: 'logit of the class that is explained, before softmax',
  map: "rectified at the layer's resolution; CAM stays signed",
  upsampling: "bilinear to the picture's size, half-pixel centres, clamped at the edges",
  normalisation:
    'minimum to maximum of the heatmap are scaled to 0 to 1; a heatmap that is uniform, to 8 units ' +
    'in the last place of float32, is empty',
  mask: 'heatmap ≥ τ',
  box: 'extent of the largest 8-connected component; none if the heatmap is empty',
} as const;

const withBoxes = {
  IoU: 'of the areas of half-open boxes; with several true boxes, the best; 0 if there is no box',
  found: 'IoU ≥ 0.5',
} as const;

const withMasks = {
  'true boxes':
    "around the 8-connected components of the picture's mask, without those that have less than 1 % of the object's pixels",
  'mask IoU':
    "of the pixels at or above the box threshold with the object's pixels, without ignored pixels; 0 if the heatmap is empty",
} as const;

const measures: Readonly<Record<RunChoice['measures'][number], string>> = {
  wsol: 'MaxBoxAcc and MaxBoxAccV2 as Choe et al. 2020: 224 × 224, bicubic, signed map, contours, their own IoU',
  pointing: "whether the heatmap's maximum is in a true box, without tolerance",
  energy: "share of the heatmap's sum inside the true boxes",
  pxap: 'area under precision and recall of the pixels of all pictures, as the threshold falls from 1 to 0 in steps of 0.001 (Choe et al. 2020)',
  deletion:
    'area under the probability of the class as the highest-ranked pixels are replaced by the mean ' +
    'colour (Petsiuk et al. 2018)',
  insertion:
    'area under the probability of the class as the highest-ranked pixels are restored in a blurred ' +
    'picture (Petsiuk et al. 2018)',
  sparseness: "Gini index of the heatmap at the size of the network's input (Chalasani et al. 2020)",
  complexity: "entropy of the heatmap's shares, in nats, at the size of the network's input (Bhatt et al. 2020)",
  road:
    'mean probability of the class with the highest-ranked, and the lowest-ranked, 10, 20 … 90 % of the pixels removed by ' +
    'noisy linear imputation, sigma 1 % of the range (Rong et al. 2022)',
  'pixel-flipping':
    'area under the probability of the class as the highest-ranked pixels are flipped, x → −x of the normalised input ' +
    '(Bach et al. 2015)',
  'faithfulness-correlation':
    "Pearson's correlation, over 30 random subsets of a quarter of 14 × 14 squares, of the heatmap's sum inside the subset " +
    'with the fall of the probability of the class when the subset has the mean colour (Bhatt et al. 2020)',
  'max-sensitivity':
    'largest ‖map of the moved picture − map‖ / ‖map‖ of 10 pictures moved by uniform noise of at most 2 % of the range ' +
    '(Yeh et al. 2019)',
  drop: 'max(0, Y − O) / Y, and how often O > Y: probability of the class on the picture, Y, and on the picture times its heatmap, O (Chattopadhay et al. 2018)',
  randomisation:
    "Spearman's rank correlation of the map with that of networks whose weights are randomised from " +
    'the logits down (Adebayo et al. 2018)',
};

/**
 * @param input of the network, in pixels
 * @param truths what the data set has
 */
export function conventionsOf(
  {
    measures: measured,
    conventions: names = defaultConventions,
    refine = 'none',
  }: Pick<RunChoice, 'measures' | 'conventions' | 'refine'>,
  { width, height }: Size,
  { hasBoxes, hasMasks }: KnownTruths,
): Conventions {
  return {
    presets: Object.fromEntries(names.map((name) => [name, conventions[name].says])),
    steps: {
      input:
        `the whole picture, resized to ${width} × ${height} by antialiased bilinear interpolation, ` +
        'without keeping its aspect ratio',
      ...paper,
      ...(hasMasks ? withMasks : {}),
      ...(hasBoxes ? withBoxes : {}),
      ...(refine === 'none' ? {} : { refinement: refinementSteps(refine) }),
      ...Object.fromEntries(
        names.filter((name) => name !== 'paper').map((name) => [`@${name}`, conventions[name].says]),
      ),
      ...Object.fromEntries(measured.map((name) => [name, measures[name]])),
    },
  };
}

/** Between map and upsampling. */
function refinementSteps(name: RefinementName): string {
  const { says, formula, paper: source } = refinementNamed(name);
  return `between map and upsampling. ${says} ${formula}. ${source}`;
}
