import { expect, it } from 'vitest';
import { storeModel, takeModel } from '../../../src/pipeline/model/stored-model.ts';
import { tinyModel } from '../../support/tiny-model.ts';

it('comes back as it was, in memory of its own', async () => {
  const model = { ...tinyModel(), files: { 'weights/a': new Uint8Array([1, 2, 3]).subarray(1) } };
  const stored = storeModel(model);
  expect([stored.blob.size, stored.blobs['weights/a']?.size]).toEqual([model.bytes.length, 2]);
  // What another thread gets.
  const { blob, blobs, ...rest } = stored;
  const taken = await takeModel({ ...structuredClone(rest), blob, blobs });
  expect(taken).toEqual(model);
  expect(taken.bytes.buffer).not.toBe(model.bytes.buffer);
  expect((await takeModel(stored)).bytes.buffer).not.toBe(taken.bytes.buffer);
});
