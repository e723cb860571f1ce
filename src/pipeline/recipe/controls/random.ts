import { sfc32 } from '../../../random.ts';
import type { Method } from '../methods/method.ts';

/** Cells along each side: as many as the last layer of ResNet-50 has. */
const side = 7;

/** A map of random numbers, as coarse as those of a last layer. */
export const random: Method<'image'> = {
  name: 'control-random',
  title: 'Control: random map',
  paper: 'Negative control: no paper',
  formula: 'uniform numbers 0 … 1 on 7 × 7 cells, seeded by the name of the picture',
  at: 'input',
  needs: ['image'],
  rectify: true,
  map(chain, _, reruns) {
    const values = Array.from({ length: reruns.pictures }, (_, picture) => {
      const next = sfc32(reruns.seed(picture), 0);
      return Array.from({ length: side * side }, () => next() / 2 ** 32);
    });
    return chain.upload(Float32Array.from(values.flat()), [reruns.pictures, side, side]);
  },
};
