/** Reads the model of a command from the disk, for commands that need no browser. */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { CamLensError } from '../src/errors.ts';
import { readWith, type ModelReader } from '../src/pipeline/model/model.ts';
import type { LoadedModel } from '../src/pipeline/model/loaded-model.ts';
import { descriptionSaid, withSize } from '../src/pipeline/model/told-model.ts';
import { checkModel, findBeside, readClasses, shown, type ModelWish } from './chosen-model.ts';
import { openOffered, type Offered } from './offered-file.ts';

export interface LocalModel {
  readonly loaded: LoadedModel;
  /** Every file that was read. */
  readonly files: ReadonlySet<string>;
}

/**
 * The JSON of the same name beside it, if there is one, describes it. External weights are read only from its folder.
 * @throws CamLensError as checkModel and loadModel
 */
export async function readLocalModel(wish: ModelWish): Promise<LocalModel> {
  const { file, descriptionFile, json } = checkModel(wish);
  const { size, stride, normalization, output, classes } = wish;
  const files = new Set([file]);
  const beside = (name: string): string => {
    const found = findBeside(file, name);
    files.add(found);
    return found;
  };
  const reader: ModelReader = {
    bytes: () => readWhole({ file }),
    sha256: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
    bytesBeside: (name) => readWhole({ file: beside(name), within: dirname(file) }),
    textBeside: async (name) =>
      name === classes ? readClasses(name) : decode(await readWhole({ file: beside(name), within: dirname(file) })),
  };
  const words = {
    ...(json === undefined ? {} : { description: { file: shown(descriptionFile), json } }),
    ...(normalization === undefined ? {} : { normalization }),
    ...(output === undefined ? {} : { output }),
    ...(stride === undefined ? {} : { stride }),
  };
  const loaded = await readWith(reader, descriptionSaid(words, classes), shown(file));
  return { loaded: withSize(loaded, size), files };
}

/** Decodes text as a browser does. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Reads a file of any size into a separate buffer, which weights can be views of. */
async function readWhole(offered: Offered): Promise<Uint8Array<ArrayBuffer>> {
  const name = shown(offered.file);
  const handle = await openOffered(offered);
  if (handle === undefined) throw new CamLensError('model-missing', `${name} cannot be read.`);
  try {
    const bytes = new Uint8Array((await handle.stat()).size);
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.length - at, mostAtOnce), at);
      if (bytesRead === 0) throw new CamLensError('model-damaged', `${name} became shorter while it was being read.`);
      at += bytesRead;
    }
    return bytes;
  } catch (cause) {
    if (cause instanceof CamLensError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CamLensError('model-missing', `${name} cannot be read: ${reason}.`, { cause });
  } finally {
    await handle.close();
  }
}

/** One read returns at most 2 GB. */
const mostAtOnce = 2 ** 30;
