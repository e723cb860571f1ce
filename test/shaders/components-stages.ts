/** Components and boxes on the GPU, against labellings of another kind and against the references. */
import { expect } from 'vitest';
import { boxes } from '../support/references/boxes.ts';
import { components } from '../support/references/components.ts';
import type { StageChain } from '../../src/pipeline/engine/stage-chain.ts';
import { expectClose } from '../support/compare.ts';
import type { StageTest } from '../support/stage-test.ts';
import { labelBySpreading, maskOf, randomMask, recordMasks, spiral, type Mask } from '../support/masks.ts';

/** Labels and boxes of all masks, in one dispatch each. */
async function locate(chain: StageChain, masks: readonly Mask[], expectedLabels: (mask: Mask) => Uint32Array) {
  const recorded = recordMasks(chain, masks);
  const labels = chain.components(recorded);
  const {
    boxes: [found = []],
  } = await chain.readBoxes([chain.boxes(labels)], [], true);
  const [on, each] = [await chain.readMasks(recorded), await chain.readLabels(labels)];
  masks.forEach((mask, i) => {
    const { name: what, width, height } = mask;
    expectClose(on[i]!, mask.on, { tolerance: 0, width, what: `mask ${what}` });
    const expected = expectedLabels(mask);
    expectClose(each[i]!, expected, { tolerance: 0, width, what });
    const plain = boxes(expected, width, height).map(({ area, box }) => ({ area, box: [...box] }));
    expect(found[i]!.all, what).toEqual(plain);
    expect(found[i]!.largest, what).toEqual(plain[0] ?? null);
  });
  return found;
}

const checkerboard = (width: number, height: number, cell: number): Mask =>
  maskOf(`checkerboard of ${cell}`, width, height, (x, y) => (Math.floor(x / cell) + Math.floor(y / cell)) % 2 === 0);

export function componentStages(stageTest: StageTest): void {
  stageTest('checkerboards, spirals, combs and single pixels', async (chain) => {
    const masks = [
      checkerboard(33, 40, 1),
      checkerboard(70, 31, 2),
      spiral(31),
      spiral(66),
      maskOf('a comb that closes at the bottom', 97, 50, (x, y) => x % 2 === 0 || y === 49),
      maskOf('a comb that closes at the top', 97, 50, (x, y) => x % 2 === 0 || y === 0),
      maskOf('isolated pixels', 65, 9, (x, y) => x % 2 === 0 && y % 2 === 0),
      maskOf('stairs over the edges of words', 96, 96, (x, y) => x === y || x === 95 - y),
      maskOf('only the corners', 40, 40, (x, y) => x % 39 === 0 && y % 39 === 0),
      maskOf('word edges, down to the right', 64, 2, (x, y) => (y === 0 ? x === 31 : x === 32)),
      maskOf('word edges, down to the left', 64, 2, (x, y) => (y === 0 ? x === 32 : x === 31)),
      maskOf('strip edges, down to the right', 300, 2, (x, y) => (y === 0 ? x === 255 : x === 256)),
      maskOf('strip edges, down to the left', 300, 2, (x, y) => (y === 0 ? x === 256 : x === 255)),
      maskOf('strip edges, both', 300, 3, (x, y) => x === 255 + (y % 2)),
      maskOf('rows over strips, joined at their ends', 600, 5, (x, y) => y % 2 === 0 || x === 599),
      maskOf('from strip to strip', 513, 3, (x, y) => (y === 1 ? x > 200 : x < 256 || x === 512)),
      maskOf('one pixel of one', 2, 1, (x) => x === 1),
    ];
    await locate(chain, masks, labelBySpreading);
  });

  for (const size of [1, 7, 14, 33]) {
    stageTest(`all off, ${size} × ${size}`, async (chain) => {
      const [found] = await locate(chain, [maskOf('off', size, size, () => false)], () =>
        new Uint32Array(size * size).fill(0xffffffff),
      );
      expect(found).toEqual({ largest: null, all: [] });
    });
  }

  for (const [width, height] of [
    [2, 1],
    [7, 7],
    [32, 32],
    [33, 14],
    [500, 375],
  ] as const) {
    stageTest(`all on, ${width} × ${height}`, async (chain) => {
      const [found] = await locate(
        chain,
        [maskOf('on', width, height, () => true)],
        () => new Uint32Array(width * height),
      );
      expect(found!.all).toEqual([{ area: width * height, box: [0, 0, width, height] }]);
    });
  }

  stageTest('random masks of many densities and sizes', async (chain) => {
    const sizes = [
      [7, 7],
      [14, 14],
      [33, 17],
      [64, 64],
      [1, 200],
      [200, 1],
    ] as const;
    const densities = [0.02, 0.2, 0.4, 0.5, 0.6, 0.95];
    const masks = sizes.flatMap(([width, height], s) =>
      densities.map((density, d) => randomMask(width, height, density, 100 * s + d)),
    );
    await locate(chain, masks, labelBySpreading);
  });

  for (const density of [0.1, 0.4, 0.6]) {
    stageTest(`a random photo-sized mask, density ${density}`, async (chain) => {
      const mask = randomMask(500, 375, density, 7);
      // Thousands of components: more than the list that is read at first has room for.
      const found = await locate(chain, [mask, spiral(224)], ({ on, width, height }) => components(on, width, height));
      if (density === 0.1) expect(found[0]!.all.length).toBeGreaterThan(1024);
    });
  }

  stageTest(
    'only the largest is read unless all are asked for; a tie goes to the first in raster order',
    async (chain) => {
      const twins = maskOf('three squares', 40, 20, (x, y) => x % 14 < 4 && y > 5 && y < 10);
      const labels = chain.components(recordMasks(chain, [twins]));
      const {
        boxes: [found],
      } = await chain.readBoxes([chain.boxes(labels)], [], false);
      expect(found).toEqual([{ largest: { area: 16, box: [0, 6, 4, 10] }, all: [] }]);
    },
  );
}
