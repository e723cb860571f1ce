/**
 * Every benchmark in a short form on a small network: that it runs, and what its table contains, but not how fast it
 * is.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextTable } from '../cli/text-table.ts';
import { projectRoot } from '../scripts/setup/context.mjs';
import { camLens, camLensShared } from './support/cam-lens.ts';
import { tinyModel } from './support/tiny-model.ts';

/** The kind of each column: numbers above 0, numbers that may be 0, or text. */
const columns: Readonly<Record<string, Readonly<Record<string, 'positive' | 'number' | 'word' | 'any'>>>> = {
  evaluate: {
    ...{ network: 'word', stages: 'word', workers: 'positive', threads: 'positive', what: 'word' },
    ...{ 'pictures/s': 'positive', 'bare networks/s': 'positive', ratio: 'positive' },
    ...(process.platform === 'linux' && { 'CPU ms a picture': 'number', 'of a bare network': 'number' }),
  },
  explain: {
    ...{ threads: 'positive', what: 'word', 'median ms': 'number', 'least ms': 'number' },
    // Empty if memory is measured instead of times.
    ...{ 'most ms': 'any', '% of network': 'any' },
  },
  gradients: {
    ...{ threads: 'positive', what: 'word', 'median ms': 'number', 'least ms': 'number' },
    ...{ 'times the network (median)': 'number', '(least)': 'number', 'rewrite ms': 'number' },
  },
  refine: {
    ...{ threads: 'positive', network: 'word', stages: 'word', what: 'word', 'median ms': 'number' },
    ...{ 'least ms': 'any', 'most ms': 'number', '% of network': 'number' },
  },
  runtimes: {
    ...{ threads: 'positive', build: 'word', 'median ms': 'number', 'least ms': 'number' },
    ...{ 'times the first (median)': 'number', '(least)': 'number', 'start ms': 'number' },
  },
  lens: {
    explanations: 'positive',
    ...(process.platform === 'linux' && { 'MB now': 'positive', 'file handles': 'positive' }),
  },
  memory: {
    ...{ pictures: 'positive', 'GPU buffers': 'positive', 'GPU MB': 'positive' },
    ...(process.platform === 'linux' && { 'MB now': 'positive', 'peak MB in this round': 'positive' }),
    ...(process.platform === 'linux' && { 'file handles': 'positive' }),
  },
};

const rowCounts: Readonly<Record<string, number>> = { evaluate: 4, gradients: 8, lens: 1, memory: 1, runtimes: 4 };

interface BenchResult {
  readonly benchmarks: Readonly<Record<string, TextTable>>;
  readonly model: { readonly name: string };
}

let result: BenchResult;
const folder = mkdtempSync(join(tmpdir(), 'cam-lens-bench-'));
beforeAll(async () => {
  const { bytes, description, classes } = tinyModel();
  writeFileSync(join(folder, 'tiny.onnx'), bytes);
  writeFileSync(join(folder, 'tiny.json'), JSON.stringify({ ...description, sha256: undefined, classes }));
  const { code, printed, told } = await camLens(
    'bench',
    '--rounds',
    '1',
    '--model',
    join(folder, 'tiny.onnx'),
    '--json',
  );
  expect(code, told).toBe(0);
  result = JSON.parse(printed) as BenchResult;
});
afterAll(() => rmSync(folder, { recursive: true }));

it('every benchmark is listed here', () => {
  const files = readdirSync(join(projectRoot, 'bench')).filter((file) => file.endsWith('.ts'));
  // These run only if named, and are tested with their commands, or below.
  const apart = ['journey', 'network', 'peers', 'stages', 'variants'];
  const names = files.map((file) => basename(file, '.ts')).filter((name) => !apart.includes(name));
  expect(names.sort()).toEqual(Object.keys(columns).sort());
});

it('all of them use the given model', () => {
  expect(Object.keys(result.benchmarks).sort()).toEqual(Object.keys(columns).sort());
  expect(result.model.name).toBe('tiny');
});

describe.each(Object.entries(columns))('bench %s', (name, wanted) => {
  it('fills its table', () => {
    const table = result.benchmarks[name]!;
    expect(table.columns).toEqual(expect.arrayContaining(Object.keys(wanted)));
    expect(table.rows.length).toBeGreaterThanOrEqual(rowCounts[name] ?? 2);
    for (const row of table.rows) {
      expect(row).toHaveLength(table.columns.length);
      for (const [column, kind] of Object.entries(wanted)) {
        const cell = row[table.columns.indexOf(column)];
        const place = `${column} of ${JSON.stringify(row)}`;
        if (kind === 'word') expect(cell, place).toEqual(expect.stringMatching(/\w/));
        if (kind === 'positive') expect(cell, place).toBeGreaterThan(0);
        if (kind === 'number') expect(cell, place).toBeGreaterThanOrEqual(0);
        // Infinity and NaN become null in JSON.
        expect(cell, place).not.toBeNull();
      }
    }
  });
});

it('bench evaluate measures batches on WebGPU on request', { timeout: 600_000 }, async () => {
  const { code, printed, told } = await camLensShared(
    ...['bench', 'evaluate', '--backend', 'webgpu', '--rounds', '1', '--model', join(folder, 'tiny.onnx'), '--json'],
  );
  expect(code, told).toBe(0);
  const { columns: names, rows } = (JSON.parse(printed) as { benchmarks: Record<string, TextTable> }).benchmarks[
    'evaluate'
  ]!;
  expect(rows.map((row) => row.slice(0, 3))).toEqual([
    ['webgpu', 'webgpu', 1],
    ['webgpu', 'webgpu', 1],
  ]);
  for (const row of rows) expect(row[names.indexOf('pictures/s')]).toBeGreaterThan(0);
});
