import { describe, expect, it } from 'vitest';
import { PictureRows } from '../../../src/ui/evaluate/picture-rows.ts';
import { everyRow, readViewLink, viewed, viewLink, type RowView } from '../../../src/ui/evaluate/row-view.ts';
import { head, recordOf } from './support/rows.ts';

const records = [
  recordOf('b', [0.5, 0.75], 0, 1),
  recordOf('a', [0.25, 0.25], 1),
  recordOf('d', [0.75, 0.25], 2, 0),
  recordOf('c', [0.5, 0.5], 0),
];
const rows = new PictureRows(head);
rows.take(records);
const tagged = new Map([['odd', new Set(['a', 'c', 'gone'])]]);
const ids = (view: Partial<RowView>) =>
  viewed(rows.rows, { ...everyRow, ...view }, rows.columns, tagged).map(({ record }) => record.id);

/** What can be sorted by, row by row. */
const shownValues = (of: PictureRows) =>
  of.rows.map(({ record, values }) => [
    record.id,
    ...of.values.map((value) => values[of.columns.findIndex(({ key }) => key === value.key)]),
  ]);

describe('rows of pictures', () => {
  it('have the IoU of each method at the default threshold, how far they differ, and the rank', () => {
    expect(rows.values.map(({ title }) => title)).toEqual([
      ...['IoU, CAM', 'IoU, Grad-CAM', 'Disagreement of the methods', 'Rank of the true class'],
    ]);
    expect(shownValues(rows)).toEqual([
      ['a', 0.25, 0.25, 0, 1],
      ['b', 0.5, 0.75, 0.25, 2],
      ['c', 0.5, 0.5, 0, 1],
      ['d', 0.75, 0.25, 0.5, 2],
    ]);
  });

  it('have the measures of the run, null where a record lacks one', () => {
    const { cam } = records[0]!.explanations;
    const measured = { ...cam!['layer4'], true: { ...cam!['layer4']!.true!, energy: 0.5 } };
    const some = new PictureRows(head);
    some.take([{ ...records[0]!, explanations: { cam: { layer4: measured } } }, records[1]!]);
    expect(some.values.map(({ title }) => title).slice(3, -1)).toEqual(['CAM, energy']);
    expect(shownValues(some)).toEqual([
      ['a', 0.25, 0.25, 0, null, 1],
      ['b', 0.5, null, null, 0.5, 2],
    ]);
  });

  it('grow with the run', () => {
    const growing = new PictureRows(head);
    const all = [records[0]!];
    growing.take(all);
    all.push(records[1]!);
    growing.take(all);
    growing.take(all);
    expect(growing.rows.map(({ record }) => record.id)).toEqual(['a', 'b']);
  });
});

describe('a view', () => {
  it('shows everything by name at first', () => expect(ids({})).toEqual(['a', 'b', 'c', 'd']));

  it.each<readonly [string, Partial<RowView>, string[]]>([
    ['a class’s name, in any case', { text: ' BEAG ' }, ['b', 'c', 'd']],
    ['a file’s name', { text: 'set/a' }, ['a']],
    ['the true class', { class: 'beagle' }, ['b', 'c']],
    ['right', { verdict: 'right' }, ['a', 'c']],
    ['wrong', { verdict: 'wrong' }, ['b', 'd']],
    ['a tag', { tag: 'odd' }, ['a', 'c']],
    ['a tag that nothing has', { tag: 'constructor' }, []],
    ['a value, ties by name', { by: 'iou:cam' }, ['a', 'b', 'c', 'd']],
    ['a value, the largest first, ties by name', { by: 'iou:cam', isDescending: true }, ['d', 'b', 'c', 'a']],
    ['disagreement', { by: 'spread', isDescending: true }, ['d', 'b', 'a', 'c']],
    ['the name backwards', { isDescending: true }, ['d', 'c', 'b', 'a']],
    ['a range, both ends in it', { by: 'iou:grad-cam', least: 0.25, most: 0.5 }, ['a', 'd', 'c']],
    ['no range without a value', { by: 'id', least: 0.9 }, ['a', 'b', 'c', 'd']],
    ['several at once', { class: 'beagle', verdict: 'wrong', by: 'iou:cam', least: 0.5 }, ['b']],
  ])('by %s', (_, view, expected) => expect(ids(view)).toEqual(expected));

  it('puts rows without the value last in both directions, and in no range', () => {
    const some = new PictureRows(head);
    some.take([{ ...recordOf('a', [0, 0]), explanations: {} }, records[0]!, records[2]!]);
    const of = (view: Partial<RowView>) =>
      viewed(some.rows, { ...everyRow, by: 'iou:cam', ...view }, some.columns, tagged).map(({ record }) => record.id);
    expect(of({})).toEqual(['b', 'd', 'a']);
    expect(of({ isDescending: true })).toEqual(['d', 'b', 'a']);
    expect(of({ least: 0 })).toEqual(['b', 'd']);
  });

  it('is kept in an address, and comes back', () => {
    expect(viewLink(everyRow)).toBe('');
    const view: RowView = {
      ...{ text: 'a & b=c#', class: 'Pug', verdict: 'wrong', tag: 'odd ones', by: 'iou:cam', isDescending: true },
      ...{ least: 0, most: 0.5 },
    };
    expect(readViewLink(viewLink(view))).toEqual(view);
    expect(viewLink({ ...everyRow, least: 0 })).toBe('#least=0');
  });

  it.each(['', '#', '#verdict=maybe&least=x&most=&isDescending=1&constructor=1&__proto__=2', 'nonsense'])(
    'is the default for an address without one: %j',
    (link) => expect(readViewLink(link)).toEqual(everyRow),
  );
});
