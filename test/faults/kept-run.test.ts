/**
 * A full device while the page for data sets stores its run: stored records stay, the problem is shown, and the run
 * goes on.
 */
import { expect, test } from 'vitest';
import { keptFile } from '../../src/runs/kept-file.ts';
import type { KeptRun } from '../../src/runs/kept-run.ts';
import { keptBy } from '../../src/runs/run-file.ts';
import { RunKeeper } from '../../src/ui/evaluate/run-keeper.ts';
import { picture } from '../evaluation/records.ts';
import { headWith } from '../runs/heads.ts';
import { fakeInfo } from '../ui/support/fake-lens.ts';
import { FullStorage, type StorageFault } from './full-storage.ts';
import { sweep } from './sweep.ts';

const head = headWith(fakeInfo, { total: 4 });
const records = ['a', 'ü/b', 'c', 'd'].map((id, i) => picture(id, [i / 10]));
const said = 'The records are not stored on this device. There is no space left on this device to store the run.';

/** A visit to the page, which knows of the run what is kept. */
async function visit(
  storage: FullStorage,
): Promise<{ readonly keeper: RunKeeper; readonly kept: KeptRun | undefined }> {
  const keeper = new RunKeeper(keptBy(keptFile(async () => storage)));
  return { keeper, kept: await keeper.read() };
}

/** Goes on with a run of which these are measured, up to so many. @returns how many of them are surely kept */
async function measure(keeper: RunKeeper, measured: number, until: number): Promise<number> {
  await keeper.takeUp(head, records.slice(0, measured), measured === 0);
  let kept = keeper.unkept === '' ? measured : 0;
  for (const record of records.slice(measured, until)) {
    await keeper.append(record);
    if (keeper.unkept === '') kept += 1;
  }
  await keeper.close();
  return kept;
}

const idsIn = (kept: KeptRun | undefined): readonly string[] => kept?.records.map(({ id }) => id) ?? [];

const kinds: readonly StorageFault[] = ['throws', 'cut', 'short'];

test.each(kinds.flatMap((kind) => [false, true].map((isLasting) => [kind, isLasting] as const)))(
  'no room: %s, for good: %s',
  async (kind, isLasting) => {
    const undisturbed = new FullStorage();
    expect(await measure((await visit(undisturbed)).keeper, 0, 3)).toBe(3);
    expect((await visit(undisturbed)).kept).toEqual({ head, records: records.slice(0, 3) });
    const line = await sweep({
      ...{ site: 'kept run', kind: `${kind}${isLasting ? ', for good' : ''}`, calls: undisturbed.calls, named: [] },
      run: async (call) => {
        const storage = new FullStorage();
        const { keeper } = await visit(storage);
        storage.fail(kind, call, isLasting);
        const sure = await measure(keeper, 0, 3);
        expect(keeper.unkept).toBe(said);
        // What the next visit finds, should there be one now.
        expect(idsIn((await visit(storage)).kept).slice(0, sure)).toEqual(
          idsIn({ head, records: records.slice(0, sure) }),
        );
        // Gone on with while there is still no room: to open the file needs none.
        if (isLasting) storage.fail(kind, 2, true);
        await measure(keeper, 3, 3);
        expect(keeper.unkept).toBe(isLasting ? said : '');
        expect(idsIn((await visit(storage)).kept).slice(0, sure)).toEqual(
          idsIn({ head, records: records.slice(0, sure) }),
        );
        storage.recover();
        await measure(keeper, 3, 4);
        expect(keeper.unkept).toBe('');
        return (await visit(storage)).kept;
      },
      check: (kept, call) => expect(kept, `call ${call}`).toEqual({ head, records }),
    });
    expect(line).toMatch(/: \d+ right$/);
  },
);

test('going on at any call without room, what was kept before is still there', async () => {
  const begun = async (): Promise<FullStorage> => {
    const storage = new FullStorage();
    await measure((await visit(storage)).keeper, 0, 3);
    return storage;
  };
  const undisturbed = await begun();
  undisturbed.calls = 0;
  await measure((await visit(undisturbed)).keeper, 3, 4);
  expect(undisturbed.calls).toBeGreaterThan(1);
  await sweep({
    ...{ site: 'kept run, gone on with', kind: 'throws, for good', calls: undisturbed.calls, named: [] },
    run: async (call) => {
      const storage = await begun();
      const { keeper, kept } = await visit(storage);
      storage.fail('throws', call, true);
      await measure(keeper, kept?.records.length ?? 0, 4);
      expect(keeper.unkept).toBe(said);
      return (await visit(storage)).kept;
    },
    check: (kept, call) => expect(kept, `call ${call}`).toEqual({ head, records: records.slice(0, 3) }),
  });
});

test('a run that another tab has put in its place meanwhile is not written over', async () => {
  const storage = new FullStorage();
  const { keeper } = await visit(storage);
  await measure(keeper, 0, 2);
  const other = keptBy(keptFile(async () => storage));
  await other.begin({ ...head, total: 9 });
  await other.close();
  await measure(keeper, 2, 4);
  expect(keeper.unkept).toMatch(/Another run has been stored there in the meantime/);
  expect((await visit(storage)).kept).toEqual({ head: { ...head, total: 9 }, records: [] });
});
