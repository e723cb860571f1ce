import type { Entry } from './source.ts';

/**
 * Every entry with its content, in order. While one is used, the next ones are read, as many at once as their source
 * allows.
 * @param read starts immediately; its errors are thrown by the promise, when it is the entry's turn
 */
export async function* readAhead<Placed extends Entry, Content>(
  entries: AsyncIterable<Placed>,
  read: (entry: Placed) => Promise<Content>,
): AsyncGenerator<readonly [Placed, Promise<Content>]> {
  const begun: (readonly [Placed, Promise<Content>])[] = [];
  async function* take(most: number): AsyncGenerator<readonly [Placed, Promise<Content>]> {
    for (let first = begun[0]; first !== undefined && begun.length > most; first = begun[0]) {
      // A stream must not be asked for its next entry before this one is read, even if nobody waits for it.
      await first[1].catch(() => undefined);
      void begun.shift();
      yield first;
    }
  }
  for await (const entry of entries) {
    const content = read(entry);
    content.catch(() => undefined);
    begun.push([entry, content]);
    yield* take(entry.atOnce - 1);
  }
  yield* take(0);
}
