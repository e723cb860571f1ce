import { dimsOf, required } from '../../invariants.ts';
import { erase, weightedSum, type TensorBox } from '../../chain/operations.ts';
import { channelRanges } from './channel-ranges.ts';
import type { Method } from './method.ts';

/**
 * Ablation-CAM: the activations weighted by the drop in the score without each of them, relative to the score's
 * magnitude, because a negative score must not invert the explanation. Only the part after the layer is run, and not
 * for channels that are already zero.
 */
export const ablationCam: Method<'activations'> = {
  name: 'ablation-cam',
  title: 'Ablation-CAM',
  paper:
    'Desai and Ramaswamy, Ablation-CAM: Visual Explanations for Deep Convolutional Network via Gradient-free Localization, 2020',
  formula: 'ReLU(Σc w[c]·A[c]), w[c] = (score − score without A[c]) / |score|',
  at: 'layer',
  needs: ['activations'],
  isSlow: true,
  rectify: true,
  async map(chain, { activations }, reruns) {
    const [pictures, channels, height, width] = dimsOf(activations.dims, ['N', 'C', 'H', 'W'], 'activations');
    const weights = new Float32Array(pictures * channels);
    for (const [picture, ranges] of (await channelRanges(chain, activations)).entries()) {
      const live = [...ranges.keys()].filter((c) => ranges[c]?.minimum !== 0 || ranges[c].maximum !== 0);
      const scores = await reruns.scoresFromLayer(picture, live.length, (scratch, first, count) => {
        const boxes = live.slice(first, first + count).map((c): TensorBox => [c, c + 1, 0, height, 0, width]);
        return erase(scratch, activations, picture, boxes);
      });
      const score = reruns.score(picture);
      live.forEach((c, i) => {
        weights[picture * channels + c] =
          (score - required(scores[i], `the score without channel ${c}`)) / (Math.abs(score) || 1);
      });
    }
    return weightedSum(chain, chain.upload(weights, [pictures, channels]), activations);
  },
};
