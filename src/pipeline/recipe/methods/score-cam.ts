import { isUniform } from '../../uniform.ts';
import { dimsOf, required } from '../../invariants.ts';
import { softmax } from '../classes.ts';
import { weightedSum } from '../../chain/operations.ts';
import { channelRanges } from './channel-ranges.ts';
import type { Method } from './method.ts';

/**
 * Score-CAM: the activations weighted by the network's score for the picture masked by each of them. The score of the
 * baseline, an empty picture, is the same for all channels and cancels in the softmax. Uniform channels give empty
 * masks: only one of them is run, for all.
 */
export const scoreCam: Method<'activations' | 'image'> = {
  name: 'score-cam',
  title: 'Score-CAM',
  paper: 'Wang et al., Score-CAM: Score-Weighted Visual Explanations for Convolutional Neural Networks, 2020',
  formula: 'ReLU(Σc w[c]·A[c]), w = softmax over channels of the score of the picture times A[c], upsampled, 0…1',
  at: 'layer',
  needs: ['activations', 'image'],
  isSlow: true,
  rectify: true,
  async map(chain, { activations, image }, reruns) {
    const [pictures, channels, height, width] = dimsOf(activations.dims, ['N', 'C', 'H', 'W'], 'activations');
    const [, , imageHeight, imageWidth] = dimsOf(image.dims, ['N', 'C', 'H', 'W'], 'images');
    const maps = chain.view(activations, [pictures * channels, height, width]);
    const weights = new Float32Array(pictures * channels);
    for (const [picture, ranges] of (await channelRanges(chain, activations)).entries()) {
      const varies = ranges.map(({ minimum, maximum }) => !isUniform(minimum, maximum));
      const even = varies.indexOf(false);
      const run = [...varies.keys()].filter((channel) => varies[channel] === true || channel === even);
      const scores = await reruns.scores(picture, run.length, (scratch, first, count) => {
        const requests = run.slice(first, first + count).map((channel) => ({
          ...{ map: maps, index: picture * channels + channel, rectify: false },
          size: { width: imageWidth, height: imageHeight },
        }));
        return scratch.mask(image, scratch.normalize(scratch.upsample(requests)), { first: picture, step: 0 });
      });
      const scoreOf = new Map(
        run.map((channel, i) => [channel, required(scores[i], `the score of channel ${channel}`)]),
      );
      const all = Array.from(varies, (isRun, channel) =>
        required(scoreOf.get(isRun ? channel : even), `the score of channel ${channel}`),
      );
      weights.set(softmax(all), picture * channels);
    }
    return weightedSum(chain, chain.upload(weights, [pictures, channels]), activations);
  },
};
