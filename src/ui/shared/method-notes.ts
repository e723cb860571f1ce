/** Short descriptions of the methods for visitors. */
import { own } from '../../own.ts';

export interface MethodNote {
  /** What it does, in one plain line. */
  readonly line: string;
  /** URL of its paper; a method without a reliable URL is cited in plain text. */
  readonly address?: string;
}

export const methodNotes = {
  cam: {
    line: 'Weights each channel by the classifier’s own weight.',
    address: 'https://arxiv.org/abs/1512.04150',
  },
  'grad-cam': {
    line: 'Weights each channel by how much it raises the score.',
    address: 'https://arxiv.org/abs/1610.02391',
  },
  'grad-cam++': {
    line: 'Grad-CAM with a weight for each position: better if the object appears twice.',
    address: 'https://arxiv.org/abs/1710.11063',
  },
  'x-grad-cam': {
    line: 'Grad-CAM with gradients weighted by the activations they belong to.',
    address: 'https://arxiv.org/abs/2008.02312',
  },
  'hires-cam': {
    line: 'Gradient times activation at every position, without averaging: shows what was really used.',
    address: 'https://arxiv.org/abs/2011.08891',
  },
  'layer-cam': { line: 'Positive gradients times activations at every position: works at early layers too.' },
  'grad-cam-element-wise': {
    line:
      'Gradient times activation at every position, where positive; the same as LayerCAM where ' +
      'activations are positive.',
  },
  'eigen-cam': {
    line: 'The main pattern of the activations, whatever the class.',
    address: 'https://arxiv.org/abs/2008.00299',
  },
  'attention-rollout': {
    line: 'Where attention, through all blocks of a transformer, gathers what is classified, whatever the class.',
    address: 'https://arxiv.org/abs/2005.00928',
  },
  'score-cam': {
    line: 'Weights each channel by the score of the picture masked by it.',
    address: 'https://arxiv.org/abs/1910.01279',
  },
  'ablation-cam': { line: 'Weights each channel by how far the score drops without it.' },
  saliency: {
    line: 'How much the score changes with each pixel.',
    address: 'https://arxiv.org/abs/1312.6034',
  },
  'guided-backprop': {
    line: 'The gradient at each pixel, along positive paths only.',
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
    line: 'Gradients summed along the path from a blank picture: they add up to the score.',
    address: 'https://arxiv.org/abs/1703.01365',
  },
  occlusion: {
    line: 'How far the score drops when a grey square covers a position.',
    address: 'https://arxiv.org/abs/1311.2901',
  },
} as const satisfies Readonly<Record<string, MethodNote>>;

/** Returns nothing for unlisted methods. */
export function methodNote(method: string): Partial<MethodNote> {
  return own<MethodNote>(methodNotes, method) ?? {};
}
