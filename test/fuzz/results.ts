/** Untrusted records and results of evaluations: reading, merging, summarising and tabulating them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPart } from '../../cli/evaluation-part.ts';
import { mergeParts } from '../../cli/merged-parts.ts';
import { csv } from '../../src/evaluation/csv.ts';
import { mergeRecords } from '../../src/evaluation/merge.ts';
import { readRecords, writeRecord } from '../../src/evaluation/record-lines.ts';
import type { ExplanationRecord, PictureRecord } from '../../src/evaluation/record.ts';
import { recordTable } from '../../src/evaluation/record-table.ts';
import { summarise } from '../../src/evaluation/summary.ts';
import { explanation, picture } from '../evaluation/records.ts';
import type { Kind, Mutation } from './kind.ts';
import type { Random } from './random.ts';

const values: readonly unknown[] = [
  ...[null, true, '', 'x', [], {}, -1, 0, 0.5, 1.5, 9, 1e308, -1e308, 2 ** 53, 2e9, '__proto__'],
  ...[[[0, 0, 1, 1]], [1e9, 1e9], { constructor: 1 }, 'a'.repeat(10_000), Array.from({ length: 2000 }, () => 0.5)],
];

/** One value anywhere in one line by another. */
const replaceValue: Mutation = (input, random) =>
  inLine(input, random, (record) => {
    const places = placesIn(record);
    const { holder, key } = random.pick(places);
    holder[key] = random.pick(values);
  });

const doubleLine: Mutation = (input, random) => {
  const lines = linesOf(input);
  return written([...lines, random.pick(lines)]);
};

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

function inLine(input: Uint8Array, random: Random, change: (record: unknown) => void): Uint8Array {
  const lines = linesOf(input);
  const i = random.below(lines.length);
  const record: unknown = JSON.parse(lines[i] ?? '');
  change(record);
  return written(lines.with(i, JSON.stringify(record)));
}

function linesOf(input: Uint8Array): string[] {
  return new TextDecoder().decode(input).trimEnd().split('\n');
}

function written(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

export const results: Kind = {
  extension: '.ndjson',
  sound: () => {
    const measured: Partial<ExplanationRecord> = {
      pointing: true,
      energy: 0.4,
      deletion: 0.2,
      deletionCurve: [0.9, 0.1],
      insertion: 0.5,
      insertionCurve: [0.1, 0.9],
      roadMost: 0.2,
      roadMostCurve: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0],
      roadLeast: 0.8,
      roadLeastCurve: [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5, 0.1],
      pixelFlipping: 0.3,
      pixelFlippingCurve: [0.9, 0.2],
      faithfulnessCorrelation: -0.1,
      sparseness: 0.6,
      complexity: 9.5,
      maxSensitivity: null,
      confidence: [0.9, 0.4],
      wsol: { largest: [1, 2], any: [[1, 2], [0, 3], []] },
      randomisation: [
        ['layer4', 0.5],
        ['layer3', null],
      ],
    };
    const records = [
      picture('A/1', [0.5, 0.25], { split: 'train' }),
      picture('A/2', [0, 1], { split: 'test', path: 'A/2.jpg', rank: 7, predicted: 3 }),
      picture('B/1', [0.1, 0.2], { explanations: { cam: { layer4: { true: explanation([0.1, 0.2], measured) } } } }),
    ];
    const result = new Uint8Array(readFileSync('test/fixtures/files/result.json'));
    return [new TextEncoder().encode(records.map(writeRecord).join('')), result];
  },
  mutations: [replaceValue, replaceValue, replaceValue, doubleLine],
  run: async (input) => {
    const text = await new Blob([new Uint8Array(input)]).text();
    const { records, thresholds } = text.startsWith('{"tool"') ? readResult(text) : readLines(text);
    if (records.length === 0) return 'no records';
    const summary = summarise(records, { thresholds, defaultThreshold: 0.15 });
    csv(recordTable(records, thresholds));
    const wrong = notFinite(summary, 'summary');
    if (wrong !== undefined) throw new Error(`${wrong} is no number.`);
    return 'summed up';
  },
};

interface Read {
  readonly records: readonly PictureRecord[];
  readonly thresholds: readonly number[];
}

function readLines(text: string): Read {
  const { records } = readRecords(text, 'strange.records.ndjson');
  return { records: mergeRecords([records]), thresholds: [0.15, 0.5] };
}

/** As `cam-lens merge` does. */
function readResult(text: string): Read {
  const folder = mkdtempSync(join(tmpdir(), 'cam-lens-fuzz-result-'));
  try {
    const file = join(folder, 'strange.json');
    writeFileSync(file, text);
    const { records, plan } = mergeParts([readPart(file)]);
    return { records, thresholds: plan.choice.thresholds };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function notFinite(value: unknown, where: string): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : where;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, entry] of Object.entries(value)) {
    const found = notFinite(entry, `${where}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
