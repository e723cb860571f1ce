import { expect, it } from 'vitest';
import { UrgentFirst } from '../../../src/ui/embed/urgent-first.ts';

const lasting = new AbortController().signal;

it('does one after another, in their order but for what is urgent when a predecessor ends', async () => {
  const queue = new UrgentFirst();
  const done: string[] = [];
  let running = 0;
  let isUrgent = false;
  const work = (name: string) => async (): Promise<string> => {
    running += 1;
    expect(running).toBe(1);
    await Promise.resolve();
    if (name === 'b') isUrgent = true;
    done.push(name);
    running -= 1;
    return name;
  };
  const names = ['a', 'b', 'c', 'd'];
  const all = names.map((name) => queue.take(() => name === 'd' && isUrgent, lasting, work(name)));
  expect(await Promise.all(all)).toEqual(names);
  expect(done).toEqual(['a', 'b', 'd', 'c']);
});

it('goes on after work that fails', async () => {
  const queue = new UrgentFirst();
  const failing = queue.take(
    () => false,
    lasting,
    () => Promise.reject(new Error('no')),
  );
  const next = queue.take(
    () => false,
    lasting,
    () => Promise.resolve(1),
  );
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe(1);
});

it('forgets what is stopped while it waits, at once', async () => {
  const queue = new UrgentFirst();
  let end: () => void = () => undefined;
  const first = queue.take(
    () => false,
    lasting,
    () => new Promise<void>((resolve) => (end = resolve)),
  );
  const stopping = new AbortController();
  let wasDone = false;
  const second = queue.take(
    () => false,
    stopping.signal,
    async () => void (wasDone = true),
  );
  await Promise.resolve();
  stopping.abort();
  await expect(second).rejects.toMatchObject({ code: 'stopped' });
  end();
  await first;
  await expect(
    queue.take(
      () => true,
      stopping.signal,
      async () => undefined,
    ),
  ).rejects.toMatchObject({ code: 'stopped' });
  expect(wasDone).toBe(false);
});
