/**
 * Colours of boxes, and the dashes of their lines. The paper's Figure 5: CAM blue, Grad-CAM green, truth red; the other
 * methods share four colours apart from these, and no two of them both colour and dashes. Every box carries its name too,
 * so that colour alone never carries the meaning.
 */
import { readName, type ConventionName } from './conventions.ts';
import { own } from '../../own.ts';

export interface BoxStyle {
  readonly colour: string;
  /** An SVG stroke-dasharray in CSS pixels; `none` is a solid line. */
  readonly dashes: string;
}

/** Grad-CAM's is dashed, so that it and CAM's are both seen where they lie on each other. */
const ownStyles: Readonly<Record<string, BoxStyle>> = {
  truth: { colour: '#e5383b', dashes: 'none' },
  cam: { colour: '#2f7bf6', dashes: 'none' },
  'grad-cam': { colour: '#1fa85a', dashes: '9 6' },
};

/**
 * Told apart from one another and from the three above by eyes without red, green or blue cones too; dark enough for a
 * line on white, light enough for one on black and for dark letters.
 */
const shared = ['#d87d00', '#be48cf', '#638387', '#aa88cc'] as const;
const sharedDashes = ['3 4', '12 4 3 4', '6 3', '14 3'] as const;

/** In this order they take a colour and, where all colours are taken, other dashes. */
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
  ],
];

/** Of heatmaps by other conventions than the paper's, which keep their method's colour. */
const dashesBy: Readonly<Record<Exclude<ConventionName, 'paper'>, string>> = {
  'pytorch-grad-cam': '1.5 3',
  'torch-cam': '18 3 1.5 3',
};

/**
 * @param name a method's, with another convention than the paper's as `nameBy` has it; or `truth`. One that is not known
 * looks like the first of those that share
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
