/** What a visitor reads of a method besides what it says itself. */
import { own } from '../../own.ts';

export interface MethodNote {
  /** What it does, in one plain line. */
  readonly line: string;
  /** Where its paper can be read; a method whose address is not certain is cited in plain text. */
  readonly address?: string;
}

export const methodNotes = {
  cam: {
    line: 'Weights what each channel sees by the classifier’s own weight of it.',
    address: 'https://arxiv.org/abs/1512.04150',
  },
  'grad-cam': {
    line: 'Weights what each channel sees by how much it raises the score.',
    address: 'https://arxiv.org/abs/1610.02391',
  },
  'grad-cam++': {
    line: 'Grad-CAM with a weight for each place: better where the object is there twice.',
    address: 'https://arxiv.org/abs/1710.11063',
  },
  'x-grad-cam': {
    line: 'Grad-CAM with gradients weighted by the activations they belong to.',
    address: 'https://arxiv.org/abs/2008.02312',
  },
  'hires-cam': {
    line: 'Gradient times activation at every place, not averaged: shows what was really used.',
    address: 'https://arxiv.org/abs/2011.08891',
  },
  'layer-cam': { line: 'Positive gradients times activations at every place: fine at early layers too.' },
  'eigen-cam': {
    line: 'The main pattern of the activations, whatever the class.',
    address: 'https://arxiv.org/abs/2008.00299',
  },
  'score-cam': {
    line: 'Weights each channel by the score of the picture seen through it.',
    address: 'https://arxiv.org/abs/1910.01279',
  },
  'ablation-cam': { line: 'Weights each channel by how far the score falls without it.' },
  saliency: {
    line: 'How much the score changes with each pixel.',
    address: 'https://arxiv.org/abs/1312.6034',
  },
  'guided-backprop': {
    line: 'The gradient at each pixel, only along positive ways.',
    address: 'https://arxiv.org/abs/1412.6806',
  },
  deconvnet: {
    line: 'Positive signals sent back to the pixels.',
    address: 'https://arxiv.org/abs/1311.2901',
  },
  'guided-grad-cam': {
    line: 'Guided backprop where Grad-CAM is bright.',
    address: 'https://arxiv.org/abs/1610.02391',
  },
  'smooth-grad': {
    line: 'The gradient at each pixel, averaged over noisy copies of the picture.',
    address: 'https://arxiv.org/abs/1706.03825',
  },
  'integrated-gradients': {
    line: 'Gradients summed on the way from a blank picture: they add up to the score.',
    address: 'https://arxiv.org/abs/1703.01365',
  },
  occlusion: {
    line: 'How far the score falls when a grey square covers a place.',
    address: 'https://arxiv.org/abs/1311.2901',
  },
} as const satisfies Readonly<Record<string, MethodNote>>;

/** Nothing is known of a method that is not listed: it speaks for itself. */
export function methodNote(method: string): Partial<MethodNote> {
  return own<MethodNote>(methodNotes, method) ?? {};
}
