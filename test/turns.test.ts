import { expect, it } from 'vitest';
import { Turns } from '../src/turns.ts';

it('work is done one after another, in the order in which it was asked for', async () => {
  const turns = new Turns();
  const log: string[] = [];
  const work = (name: string, ms: number) => async (): Promise<string> => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    log.push(`${name} ends`);
    return name;
  };
  expect(await Promise.all([turns.take(work('a', 20)), turns.take(work('b', 0)), turns.take(() => 'c')])).toEqual([
    ...['a', 'b', 'c'],
  ]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

it('work that fails holds up no other', async () => {
  const turns = new Turns();
  const failing = turns.take(() => Promise.reject(new Error('failed')));
  const throwing = turns.take(() => {
    throw new Error('thrown');
  });
  expect(await turns.take(() => 'next')).toBe('next');
  await expect(failing).rejects.toThrow('failed');
  await expect(throwing).rejects.toThrow('thrown');
});
