import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { expect, it } from 'vitest';
import { bestShape } from '../../../src/benchmark/variants/best-shape.ts';
import { differingWord } from '../../../src/benchmark/variants/differing-word.ts';
import { defaultShape, otherShapes, variedStages } from '../../../src/benchmark/variants/stage-variants.ts';
import { shapeInWords } from '../../../src/benchmark/variants/shape-in-words.ts';
import {
  variantsFormat,
  variantsVersion,
  type VariantRow,
  type VariantsResult,
} from '../../../src/benchmark/variants/variants-result.ts';
import { variantsTables } from '../../../src/benchmark/variants/variants-tables.ts';
import { stages } from '../../../src/pipeline/engine/stages.ts';

type Time = readonly [ratio: number, verdict: 'faster' | 'slower' | 'no difference'];

function row(columns: number, ...times: readonly Time[]): VariantRow {
  const same = { workload: 'some', medianMs: 1, interval: [1, 1] as const, isNoisy: false };
  return {
    shape: { group_columns: columns },
    outcome: {
      status: 'measured',
      times: times.map(([ratio, verdict]) => ({ ...same, ratio, ratioInterval: [ratio, ratio] as const, verdict })),
    },
  };
}

it('the best is faster somewhere, slower nowhere, and the fastest on the whole', () => {
  const slowOnce = row(1, [0.2, 'faster'], [1.1, 'slower']);
  const small = row(2, [0.8, 'faster'], [0.9, 'no difference']);
  const large = row(3, [0.95, 'no difference'], [0.7, 'faster']);
  const lucky = row(4, [0.5, 'no difference'], [0.5, 'no difference']);
  // Faster for certain, but not on the whole: 0.9 · 1.2 = 1.08.
  const mixed = row(6, [0.9, 'faster'], [1.2, 'no difference']);
  const wrong: VariantRow = { shape: { group_columns: 5 }, outcome: { status: 'differs', reason: 'It does.' } };
  // 0.8 · 0.9 = 0.72; 0.95 · 0.7 = 0.665.
  expect(bestShape([slowOnce, small, large, lucky, wrong])).toEqual({ group_columns: 3 });
  expect(bestShape([slowOnce, small, lucky])).toEqual({ group_columns: 2 });
  expect(bestShape([slowOnce, lucky, mixed, wrong])).toBeNull();
  expect(bestShape([])).toBeNull();
});

const some = row(64, [1, 'no difference'], [1, 'no difference']);
const result: VariantsResult = {
  ...{ format: variantsFormat, version: variantsVersion, begunAt: '2026-01-01T00:00:00.000Z', tookMs: 1 },
  device: {
    ...{ adapter: 'made up', isSoftware: true, features: [], limits: {}, browser: 'none', cores: 1 },
    clock: { kind: 'wall', quantumMs: 0.1, overheadMs: 0 },
  },
  stages: [
    {
      ...{ stage: 'upsample', best: { group_columns: 2, group_rows: 1 } },
      usual: { ...some, shape: { group_columns: 64, group_rows: 1 } },
      others: [
        { shape: { group_columns: 1, group_rows: 1 }, outcome: { status: 'differs', reason: 'It does.' } },
        { ...row(2, [0.5, 'faster'], [0.9, 'no difference']), shape: { group_columns: 2, group_rows: 1 } },
        { ...row(3, [2, 'slower'], [1, 'no difference']), shape: { group_columns: 3, group_rows: 1, rows_each: 4 } },
      ],
    },
  ],
};

it('the table has the fastest first and the wrong ones last', () => {
  const [table] = variantsTables(result);
  expect(table!.title).toBe(
    'upsample on made up (a CPU emulates the GPU: not comparable with GPUs); default: 64 × 1; best: 2 × 1',
  );
  expect(table!.rows.map(([name, ms, ratio, , verdict]) => [name, ms, ratio, verdict])).toEqual([
    ['2 × 1', '1', 0.5, 'faster'],
    ['64 × 1', '1', 1, 'default'],
    ['3 × 1, 4 rows each', '1', 2, 'slower'],
    ['1 × 1', 'WRONG: It does.', undefined, undefined],
  ]);
  for (const each of table!.rows.slice(0, 3)) expect(each).toHaveLength(table!.columns.length);
});

it('the schema describes the result', () => {
  const file = join(import.meta.dirname, '../../../docs/schema/variants-benchmark.json');
  const isValid = new Ajv().compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  expect(isValid(result), JSON.stringify(isValid.errors)).toBe(true);
  expect(isValid({ ...result, more: 1 })).toBe(false);
});

it('the first word that differs is named', () => {
  const words = (...values: number[]): ArrayBuffer => Uint32Array.from(values).buffer;
  const right = [words(1, 2), words(3)];
  expect(differingWord(['a', 'b'], [words(1, 2), words(3)], right)).toBeUndefined();
  expect(differingWord(['a', 'b'], [words(1, 2), words(0xa5a5a5a5)], right)).toBe(
    'In b, word 0 is 0xa5a5a5a5, but 0x00000003 was expected.',
  );
});

it.each(variedStages)('the variants of %s set overrides of its WGSL, each once, within the limit', (stage) => {
  const shapes = otherShapes(stage, 256);
  const { overrides } = stages[stage].wgsl.layout;
  expect(shapes.length).toBeGreaterThan(3);
  for (const shape of shapes) expect(Object.keys(shape).sort()).toEqual([...overrides.keys()].sort());
  expect(new Set([...shapes, defaultShape(stage)].map(shapeInWords)).size).toBe(shapes.length + 1);
  const few = otherShapes(stage, 32);
  for (const { group_columns: columns = 1, group_rows: rows = 1 } of few)
    expect(columns * rows).toBeLessThanOrEqual(32);
  expect(few.length).toBeLessThan(shapes.length);
});
