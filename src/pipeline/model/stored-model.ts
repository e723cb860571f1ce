/**
 * A model as it is handed from thread to thread: its bytes are in the browser's keeping, and whoever needs them reads them
 * for itself. To hand a Blob on copies nothing, where 100 MB of bytes would hold up the thread that sends them, and stay.
 */
import type { LoadedModel } from './loaded-model.ts';

export interface StoredModel extends Omit<LoadedModel, 'bytes' | 'files'> {
  readonly blob: Blob;
  readonly blobs: Readonly<Record<string, Blob>>;
}

/** What is prepared of it stays on this thread. */
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

/** A copy of the bytes, for this thread alone. */
export async function takeModel({ blob, blobs, ...rest }: StoredModel): Promise<LoadedModel> {
  const read = async (one: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await one.arrayBuffer());
  const kept: [string, Uint8Array][] = [];
  for (const [name, one] of Object.entries(blobs)) kept.push([name, await read(one)]);
  const files = Object.fromEntries(kept);
  return { ...rest, bytes: await read(blob), files };
}
