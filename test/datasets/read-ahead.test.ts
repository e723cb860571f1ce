import { expect, it } from 'vitest';
import { readAhead } from '../../src/datasets/read-ahead.ts';
import type { Entry } from '../../src/datasets/source.ts';
import { eventually } from '../support/eventually.ts';

const unread = { read: async () => undefined, readText: async () => undefined };

/** Entries whose reading ends when it is told to. */
class Reading {
  /** What happens, in order. */
  readonly told: string[] = [];
  readonly #ends = new Map<string, (error?: Error) => void>();

  async *entries(names: readonly string[], atOnce: number): AsyncGenerator<Entry> {
    for (const path of names) {
      this.told.push(`asks ${path}`);
      yield { path, sizeBytes: 1, atOnce, ...unread };
    }
  }

  readonly read = ({ path }: Entry): Promise<string> =>
    new Promise((resolve, reject) => {
      this.told.push(`begins ${path}`);
      this.#ends.set(path, (error) => (error === undefined ? resolve(path.toUpperCase()) : reject(error)));
    });

  end(path: string, error?: Error): void {
    this.#ends.get(path)?.(error);
  }

  /** Takes all; what fails is told by its message. */
  async take(entries: AsyncIterable<Entry>): Promise<string[]> {
    const taken: string[] = [];
    for await (const [{ path }, content] of readAhead(entries, this.read)) {
      taken.push(`${path}: ${await content.catch((error: unknown) => (error as Error).message)}`);
      this.told.push(`takes ${path}`);
    }
    return taken;
  }
}

it('reads a stream one by one: the next entry is asked for when this one is read', async () => {
  const reading = new Reading();
  const taken = reading.take(reading.entries(['a', 'b'], 1));
  await eventually(() => expect(reading.told).toEqual(['asks a', 'begins a']));
  reading.end('a');
  await eventually(() => expect(reading.told.at(-1)).toBe('begins b'));
  reading.end('b');
  expect(await taken).toEqual(['a: A', 'b: B']);
  expect(reading.told).toEqual(['asks a', 'begins a', 'takes a', 'asks b', 'begins b', 'takes b']);
});

it('reads as many at once as are allowed, no more, and gives them in order, whichever is done first', async () => {
  const reading = new Reading();
  const taken = reading.take(reading.entries(['a', 'b', 'c', 'd'], 3));
  await eventually(() => expect(reading.told.at(-1)).toBe('begins c'));
  for (const path of ['c', 'b']) reading.end(path);
  await new Promise((go) => setTimeout(go));
  expect(reading.told).not.toContain('takes b');
  expect(reading.told).not.toContain('begins d');
  reading.end('a');
  await eventually(() => expect(reading.told).toContain('begins d'));
  reading.end('d');
  expect(await taken).toEqual(['a: A', 'b: B', 'c: C', 'd: D']);
});

it('what cannot be read fails when it is its turn, and the others are read', async () => {
  const reading = new Reading();
  const taken = reading.take(reading.entries(['a', 'b', 'c'], 2));
  await eventually(() => expect(reading.told.at(-1)).toBe('begins b'));
  reading.end('b', new Error('b is gone'));
  reading.end('a');
  await eventually(() => expect(reading.told).toContain('begins c'));
  reading.end('c');
  expect(await taken).toEqual(['a: A', 'b: b is gone', 'c: C']);
});

it('a stream behind a folder begins when all before it is read', async () => {
  const reading = new Reading();
  async function* both(): AsyncGenerator<Entry> {
    yield* reading.entries(['a', 'b'], 8);
    yield* reading.entries(['s', 't'], 1);
  }
  const taken = reading.take(both());
  await eventually(() => expect(reading.told.at(-1)).toBe('begins s'));
  for (const path of ['a', 'b']) reading.end(path);
  await eventually(() => expect(reading.told).toContain('takes b'));
  expect(reading.told).not.toContain('asks t');
  reading.end('s');
  await eventually(() => expect(reading.told).toContain('begins t'));
  reading.end('t');
  expect(await taken).toEqual(['a: A', 'b: B', 's: S', 't: T']);
});
