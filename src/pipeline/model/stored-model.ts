/**
 * A model as it is passed between threads: its bytes are kept by the browser, and every thread reads them itself.
 * Passing a Blob copies nothing, whereas sending 100 MB of bytes would block the sender and keep a copy.
 */
import type { LoadedModel } from './loaded-model.ts';

export interface StoredModel extends Omit<LoadedModel, 'bytes' | 'files'> {
  readonly blob: Blob;
  readonly blobs: Readonly<Record<string, Blob>>;
}

/** The prepared form stays on this thread. */
export function storeModel({ bytes, files = {}, description, classes, assumed, notes }: LoadedModel): StoredModel {
  const blobs = Object.entries(files).map(([name, file]) => [name, new Blob([new Uint8Array(file)])] as const);
  const rest = {
    description,
    classes,
    ...(assumed === undefined ? {} : { assumed }),
    ...(notes === undefined ? {} : { notes }),
  };
  return { ...rest, blob: new Blob([bytes]), blobs: Object.fromEntries(blobs) };
}

/** A copy of the bytes, for this thread only. */
export async function takeModel({ blob, blobs, ...rest }: StoredModel): Promise<LoadedModel> {
  const read = async (one: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await one.arrayBuffer());
  const kept: [string, Uint8Array][] = [];
  for (const [name, one] of Object.entries(blobs)) kept.push([name, await read(one)]);
  const files = Object.fromEntries(kept);
  return { ...rest, bytes: await read(blob), files };
}
