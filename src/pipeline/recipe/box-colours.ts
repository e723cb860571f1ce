/**
 * Colours of boxes, and the dashes of their lines. As in the paper's Figure 5, CAM is blue, Grad-CAM green, and the
 * true box red; the other methods share four more colours, and no two have both colour and dashes in common. Every box
 * is labelled too, so that colour alone never carries the meaning.
 */
import { readName, type ConventionName } from './conventions.ts';
import { own } from '../../own.ts';

export interface BoxStyle {
  readonly colour: string;
  /** An SVG stroke-dasharray in CSS pixels; `none` is a solid line. */
  readonly dashes: string;
}

/** Grad-CAM's is dashed, so that both it and CAM's are visible where they coincide. */
const ownStyles: Readonly<Record<string, BoxStyle>> = {
  truth: { colour: '#e5383b', dashes: 'none' },
  cam: { colour: '#2f7bf6', dashes: 'none' },
  'grad-cam': { colour: '#1fa85a', dashes: '9 6' },
};

/**
 * Distinguishable from one another and from the three above with any kind of colour blindness; dark enough for a line
 * on white, light enough for one on black and for dark text.
 */
const shared = ['#d87d00', '#be48cf', '#638387', '#aa88cc'] as const;
const sharedDashes = ['3 4', '12 4 3 4', '6 3', '14 3', '2 6', '9 2 2 2'] as const;

/** Each takes the next colour in this order and, after the last colour, the next dashes. */
const others = [
  ...['grad-cam++', 'x-grad-cam', 'hires-cam', 'layer-cam', 'eigen-cam', 'score-cam', 'ablation-cam'],
  ...[
    'guided-grad-cam',
    'guided-backprop',
    'saliency',
    'deconvnet',
    'smooth-grad',
    'integrated-gradients',
    'occlusion',
    'grad-cam-element-wise',
  ],
  ...['control-random', 'control-centre', 'control-edges', 'control-other-class', 'control-shuffled'],
  'attention-rollout',
];

/** For heatmaps by conventions other than the paper's, which keep their method's colour. */
const dashesBy: Readonly<Record<Exclude<ConventionName, 'paper'>, string>> = {
  'pytorch-grad-cam': '1.5 3',
  'torch-cam': '18 3 1.5 3',
};

/**
 * @param name a method's, with a convention other than the paper's as in `nameBy`; or `truth`. An unknown one looks
 *   like the first of those that share colours
 */
export function boxStyle(name: string): BoxStyle {
  const { method, convention } = readName(name);
  const index = Math.max(0, others.indexOf(method));
  const colour = shared[index % shared.length]!;
  const dashes = sharedDashes[Math.floor(index / shared.length) % sharedDashes.length]!;
  const style = own(ownStyles, method) ?? { colour, dashes };
  return convention === 'paper' ? style : { ...style, dashes: dashesBy[convention] };
}

export function boxColour(name: string): string {
  return boxStyle(name).colour;
}
