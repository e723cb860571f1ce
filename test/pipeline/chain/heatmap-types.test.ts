/** Heatmaps, masks, labels and boxes are not taken for one another; `tsc` runs these. */
import { expectTypeOf, test } from 'vitest';
import type { Heatmaps, Value } from '../../../src/pipeline/chain/chain.ts';
import type { StageChain } from '../../../src/pipeline/engine/stage-chain.ts';

declare const chain: StageChain;
declare const heatmaps: Heatmaps;
declare const value: Value;

// Never called: there is nothing to run.
const uses = {
  right: () => {
    const masks = chain.threshold(heatmaps, 0.5);
    void chain.readBoxes([chain.boxes(chain.components(masks)), chain.largest(heatmaps, 0.5)], [value], false);
    void chain.locate([{ heatmaps }], { thresholds: [0.5], all: true }, [value]);
  },
  wrong: () => {
    const masks = chain.threshold(heatmaps, 0.5);
    const labels = chain.components(masks);
    // @ts-expect-error heatmaps are no labels
    chain.boxes(chain.upsample([]));
    // @ts-expect-error masks are no labels
    chain.boxes(masks);
    // @ts-expect-error heatmaps are no masks
    chain.components(heatmaps);
    // @ts-expect-error labels are no masks
    chain.components(labels);
    // @ts-expect-error masks are no heatmaps
    chain.threshold(masks, 0.5);
    // @ts-expect-error boxes are no heatmaps
    chain.normalize(chain.boxes(labels));
    // @ts-expect-error a value is no heatmap
    void chain.locate([{ heatmaps: value }], { thresholds: [0.5], all: true }, []);
    // @ts-expect-error heatmaps are no value
    void chain.read([heatmaps]);
    // @ts-expect-error labels are no boxes
    void chain.readBoxes([labels], [], true);
    // @ts-expect-error heatmaps are no masks
    void chain.readMasks(heatmaps);
    // @ts-expect-error masks are no labels
    void chain.readLabels(masks);
  },
};

test('one in place of another does not compile', () => {
  expectTypeOf(uses.wrong).returns.toBeVoid();
});
