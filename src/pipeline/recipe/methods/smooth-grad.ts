import { addNoise, colourMaximum } from '../../chain/operations.ts';
import type { Method } from './method.ts';

const samples = 25;
/** Standard deviation of the noise, relative to the range of the picture's values. */
const noiseLevel = 0.2;
/** The same noise for every picture in any batch, so that results are reproducible. */
const seed = 0;

/** SmoothGrad: the gradient at the input, which is noisy between pixels, averaged over noisy copies of the picture. */
export const smoothGrad: Method<'image'> = {
  name: 'smooth-grad',
  title: 'SmoothGrad',
  paper: 'Smilkov et al., SmoothGrad: removing noise by adding noise, 2017',
  formula: 'max over colours of |mean over noise of ∂score/∂(picture + noise)|',
  at: 'input',
  needs: ['image'],
  isSlow: true,
  rectify: true,
  async map(chain, { image }, reruns) {
    const [values = new Float32Array()] = await chain.read([image]);
    const size = values.length / reruns.pictures;
    const means = [];
    for (let picture = 0; picture < reruns.pictures; picture++) {
      const own = values.subarray(picture * size, (picture + 1) * size);
      const range = own.reduce((most, value) => Math.max(most, value)) - own.reduce((a, b) => Math.min(a, b));
      const sigma = noiseLevel * range;
      means.push(
        await reruns.meanInputGradient(picture, samples, (scratch, first, copies) =>
          addNoise(scratch, image, picture, { first, copies, sigma, seed }),
        ),
      );
    }
    return colourMaximum(chain, chain.stack(means));
  },
};
