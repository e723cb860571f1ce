import type { Method } from '../methods/method.ts';

const side = 56;
/** Of the side. */
const sigma = 1 / 4;

/** The same for every picture: most photographers put the object in the middle. */
export const centre: Method<'image'> = {
  name: 'control-centre',
  title: 'Control: centre',
  paper: 'Negative control: no paper',
  formula: 'a Gaussian in the middle, σ a quarter of each side',
  at: 'input',
  needs: ['image'],
  rectify: true,
  map(chain, _, { pictures }) {
    const along = Array.from({ length: side }, (_, i) => Math.exp(-(((i + 0.5) / side - 0.5) ** 2) / (2 * sigma ** 2)));
    const map = along.flatMap((down) => along.map((across) => down * across));
    const maps = new Float32Array(pictures * map.length);
    for (let picture = 0; picture < pictures; picture++) maps.set(map, picture * map.length);
    return chain.upload(maps, [pictures, side, side]);
  },
};
