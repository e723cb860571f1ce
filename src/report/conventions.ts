/** How a number of an evaluation comes about, step by step: figures can be compared under the same conventions only. */
import type { Size } from '../pipeline/types.ts';
import { conventions, type ConventionName } from '../pipeline/recipe/conventions.ts';
import { defaultConventions } from '../pipeline/recipe/defaults.ts';
import type { RunChoice } from '../runs/run-choice.ts';

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
    'minimum to maximum of the heatmap become 0 to 1; a heatmap that is the same everywhere, to 8 units in the last place of float32, is empty',
  mask: 'heatmap ≥ τ',
  box: 'extent of the largest 8-connected component; none where the heatmap is empty',
  IoU: 'of the areas of half-open boxes; with several true boxes, the best; 0 where there is no box',
  found: 'IoU ≥ 0.5',
} as const;

const measures: Readonly<Record<RunChoice['measures'][number], string>> = {
  wsol: 'MaxBoxAcc and MaxBoxAccV2 as Choe et al. 2020: 224 × 224, bicubic, signed map, contours, their own IoU',
  pointing: "whether the heatmap's maximum lies in a true box, without tolerance",
  energy: "share of the heatmap's sum inside the true boxes",
  deletion:
    'area under the probability of the class while the highest pixels become the mean colour (Petsiuk et al. 2018)',
  insertion:
    'area under the probability of the class while the highest pixels come back into a blurred picture (Petsiuk et al. 2018)',
  drop: 'max(0, Y − O) / Y, and how often O > Y: probability of the class on the picture, Y, and on the picture times its heatmap, O (Chattopadhay et al. 2018)',
  randomisation:
    "Spearman's rank correlation of the map with that of networks whose weights are random from the logits down (Adebayo et al. 2018)",
};

/** @param input of the network, in pixels */
export function conventionsOf(
  { measures: measured, conventions: names = defaultConventions }: Pick<RunChoice, 'measures' | 'conventions'>,
  { width, height }: Size,
): Conventions {
  return {
    presets: Object.fromEntries(names.map((name) => [name, conventions[name].says])),
    steps: {
      input: `the whole picture, resized to ${width} × ${height} by antialiased bilinear interpolation, aspect not kept`,
      ...paper,
      ...Object.fromEntries(
        names.filter((name) => name !== 'paper').map((name) => [`@${name}`, conventions[name].says]),
      ),
      ...Object.fromEntries(measured.map((name) => [name, measures[name]])),
    },
  };
}
