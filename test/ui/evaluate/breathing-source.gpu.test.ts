import { expect, it } from 'vitest';
import type { DataSource } from '../../../src/datasets/source.ts';
import { breathing } from '../../../src/ui/evaluate/breathing-source.ts';

const paths = ['a', 'b', 'c', 'd'];
const source: DataSource = {
  name: 'set',
  async *open() {
    for (const path of paths) {
      yield { path, sizeBytes: 1, atOnce: 1, read: async () => undefined, readText: async () => undefined };
    }
  },
};

/** Goes through a source, holding the thread for each entry; tells how far it was when another task had its turn. */
async function walked(one: DataSource): Promise<{ seen: string[]; interrupted: number | undefined }> {
  const seen: string[] = [];
  let interrupted: number | undefined;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (interrupted ??= seen.length);
  port2.postMessage(null);
  for await (const { path } of one.open(() => undefined)) {
    const until = performance.now() + 30;
    while (performance.now() < until);
    seen.push(path);
  }
  port1.close();
  return { seen, interrupted };
}

it('gives all entries in their order, and others their turn', async () => {
  expect(await walked(source)).toEqual({ seen: paths, interrupted: undefined });
  const { seen, interrupted } = await walked(breathing(source));
  expect(seen).toEqual(paths);
  expect(interrupted).toBeLessThan(paths.length);
});
