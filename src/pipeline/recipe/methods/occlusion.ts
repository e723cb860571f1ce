import { dimsOf } from '../../invariants.ts';
import { erase, type TensorBox } from '../../chain/operations.ts';
import type { Method } from './method.ts';

/** Squares along each side of the picture. */
const grid = 14;

/**
 * Occlusion: the drop in the score when a grey square, two cells of the grid wide, covers a position. Grey is zero
 * after normalisation: the mean colour if the normalisation subtracts the mean.
 */
export const occlusion: Method<'image'> = {
  name: 'occlusion',
  title: 'Occlusion',
  paper: 'Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014 (arXiv 2013), section 4.2',
  formula: 'ReLU(score − score with a grey square over the position)',
  at: 'input',
  needs: ['image'],
  isSlow: true,
  rectify: true,
  async map(chain, { image }, reruns) {
    const [, channels, height, width] = dimsOf(image.dims, ['N', 'C', 'H', 'W'], 'images');
    const squares = Array.from({ length: grid * grid }, (_, cell): TensorBox => {
      return [0, channels, ...covered(Math.floor(cell / grid), height), ...covered(cell % grid, width)];
    });
    const falls = new Float32Array(reruns.pictures * grid * grid);
    for (let picture = 0; picture < reruns.pictures; picture++) {
      const scores = await reruns.scores(picture, squares.length, (scratch, first, count) =>
        erase(scratch, image, picture, squares.slice(first, first + count)),
      );
      const score = reruns.score(picture);
      scores.forEach((covering, cell) => (falls[picture * grid * grid + cell] = score - covering));
    }
    return chain.upload(falls, [reruns.pictures, grid, grid]);
  },
};

/** The pixels along one side covered by the square on a cell: half a cell more than the cell on either side. */
function covered(cell: number, size: number): [number, number] {
  return [
    Math.max(0, Math.floor(((cell - 0.5) * size) / grid)),
    Math.min(size, Math.ceil(((cell + 1.5) * size) / grid)),
  ];
}
