/** Merges the parts of an evaluation, checks that they belong together, and finds missing ones. */
import { CamLensError } from '../src/errors.ts';
import { formats } from '../src/datasets/formats.ts';
import type { Problem } from '../src/datasets/problems.ts';
import { FoundRecords } from '../src/evaluation/found-records.ts';
import { sortedById } from '../src/evaluation/merge.ts';
import type { PictureRecord } from '../src/evaluation/record.ts';
import { leftOutOfAny } from '../src/runs/run-format.ts';
import type { Shard } from '../src/runs/shard.ts';
import type { Part } from './evaluation-part.ts';
import { sortedProblems } from './evaluation-run.ts';
import { differences, type RunOutcome, type RunTimings } from './run-sheet.ts';

export interface Merged extends Omit<Part, 'name'> {
  /** Shards that no file has. */
  readonly missing: readonly Shard[];
  /** Sentences about duplicate records. */
  readonly doubles: readonly string[];
}

/** @throws CamLensError `records-unfit` if they are not parts of one evaluation, or differ in a picture */
export function mergeParts(given: readonly [Part, ...Part[]]): Merged {
  const parts = withKnownFormat(given);
  const [first, ...others] = parts;
  for (const { name, plan } of others) {
    const differing = differences(first.plan, plan);
    if (differing.length === 0) continue;
    throw new CamLensError(
      'records-unfit',
      `${name} differs from ${first.name} in ${differing.join(' and ')}; parts of one evaluation were expected.`,
    );
  }
  const { records, doubles } = mergeRecords(parts);
  const { shards, missing } = mergeShards(parts);
  const outcomes = parts.map(({ outcome }) => outcome);
  return {
    leftOut: leftOutOfAny(parts.map(({ leftOut }) => leftOut)),
    ...{ plan: first.plan, backend: first.backend, shards, missing, records, doubles },
    // A part that is a result has only the names of its own classes.
    classes: parts.reduce((all, { classes }) => ({ ...all, ...classes }), {}),
    outcome: {
      failed: united(outcomes.map(({ failed }) => failed)),
      notes: united(outcomes.map(({ notes }) => notes)),
      withoutPicture: common(outcomes.map(({ withoutPicture }) => withoutPicture)),
      timings: summed(outcomes.map(({ timings }) => timings)),
    } satisfies RunOutcome,
  };
}

/** Parts of an earlier version name no format, and have boxes: they have that of the others. */
function withKnownFormat([first, ...others]: readonly [Part, ...Part[]]): readonly [Part, ...Part[]] {
  const known = [first, ...others].map(({ plan }) => plan.format).find((format) => format !== undefined);
  const named = (part: Part): Part =>
    part.plan.format === undefined && known !== undefined && formats[known].hasBoxes && !formats[known].hasMasks
      ? { ...part, plan: { ...part.plan, format: known } }
      : part;
  return [named(first), ...others.map(named)];
}

function mergeRecords(parts: readonly Part[]): {
  readonly records: readonly PictureRecord[];
  readonly doubles: readonly string[];
} {
  const found = new FoundRecords();
  for (const { name, records } of parts) for (const record of records) found.add(record, name);
  const [first, ...more] = found.doubles;
  if (first === undefined) return { records: sortedById(found.records), doubles: [] };
  const places = found.placesOf(first)!.join(' and ');
  const others = more.length === 0 ? '' : `; so have ${more.length} more`;
  return {
    records: sortedById(found.records),
    doubles: [`Picture ${first} has two equal records, in ${places}; one is used${others}.`],
  };
}

function mergeShards(parts: readonly Part[]): Pick<Merged, 'shards' | 'missing'> {
  const given = parts.flatMap(({ shards, name }) => shards.map((shard) => ({ ...shard, name })));
  const [first] = given;
  if (first === undefined || parts.some(({ shards }) => shards.length === 0)) return { shards: [], missing: [] };
  const other = given.find(({ count }) => count !== first.count);
  if (other !== undefined) {
    throw new CamLensError(
      'records-unfit',
      `${first.name} is one of ${first.count} parts, ${other.name} one of ${other.count}; parts of one evaluation were expected.`,
    );
  }
  const { count } = first;
  const there = new Set(given.map(({ index }) => index));
  const all = Array.from({ length: count }, (_, i): Shard => ({ index: i + 1, count }));
  const missing = all.filter(({ index }) => !there.has(index));
  return { missing, shards: missing.length === 0 ? [] : all.filter(({ index }) => there.has(index)) };
}

const mostNamed = 20;

/** Undefined if none is missing. */
export function tellMissing(missing: readonly Shard[]): string | undefined {
  const [first] = missing;
  if (first === undefined) return undefined;
  const named = missing.slice(0, mostNamed).map(({ index, count }) => `${index}/${count}`);
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
  const parts = missing.length === 1 ? 'Part' : 'Parts';
  return `${parts} ${named.join(', ')}${more} of the evaluation ${missing.length === 1 ? 'is' : 'are'} missing: the result does not cover the whole data set.`;
}

/** Every part reads all annotations and reports the same problems with them. */
function united(lists: readonly (readonly Problem[])[]): readonly Problem[] {
  const each = new Map(
    lists.flat().map(({ id, code, message }) => [JSON.stringify([id, code, message]), { id, code, message }]),
  );
  return sortedProblems([...each.values()]);
}

/** Parts with different pictures miss different ones; a picture is missing only if no part had it. */
function common([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return others.reduce((left, list) => {
    const known = new Set(list);
    return left.filter((id) => known.has(id));
  }, first);
}

function summed(timings: readonly RunTimings[]): RunTimings {
  const total = (name: 'pictures' | 'seconds'): number => timings.reduce((sum, each) => sum + each[name], 0);
  const [pictures, seconds] = [total('pictures'), total('seconds')];
  const workers = Math.max(...timings.map((each) => each.workers));
  return { pictures, seconds, picturesPerSecond: seconds === 0 ? 0 : pictures / seconds, workers };
}
