/** Sizes and hashes of external weight files, stated in the model's metadata, with which their bytes are checked. */
import { CamLensError } from '../../errors.ts';
import type { Model } from '../../onnx/messages.ts';

export interface WeightFile {
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The key of the metadata entry, JSON: name → WeightFile. The model's hash thus covers the external files. */
export const weightFilesKey = 'cam-lens-weight-files';

/**
 * @param file the model's name in messages
 * @returns by name; empty if the model has no such entry, like most models
 * @throws CamLensError `model-damaged`
 */
export function readWeightFiles({ metadataProps }: Model, file: string): ReadonlyMap<string, WeightFile> {
  const entry = metadataProps.find(({ key }) => key === weightFilesKey);
  if (entry === undefined) return new Map();
  const said = parsed(entry.value);
  if (typeof said !== 'object' || said === null) throw damaged(file);
  return new Map(
    Object.entries(said).map(([name, value]) => {
      const { sizeBytes, sha256 } = (value ?? {}) as Partial<WeightFile>;
      const isRight = Number.isSafeInteger(sizeBytes) && /^[0-9a-f]{64}$/.test(String(sha256));
      if (!isRight) throw damaged(file);
      return [name, { sizeBytes: sizeBytes!, sha256: sha256! }];
    }),
  );
}

/**
 * @param sha256 of the bytes; undefined if it cannot be computed
 * @throws CamLensError `model-damaged` if it is not the file that the model was written with
 */
export function checkWeightFile(
  name: string,
  { length }: Uint8Array,
  sha256: string | undefined,
  expected: WeightFile | undefined,
): void {
  if (expected === undefined) return;
  if (length !== expected.sizeBytes) {
    throw new CamLensError('model-damaged', `${name} has ${length} bytes; ${expected.sizeBytes} were expected.`);
  }
  if (sha256 === undefined || sha256 === expected.sha256) return;
  throw new CamLensError(
    'model-damaged',
    `${name} is damaged: its sha256 is ${sha256}; ${expected.sha256} was expected.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function damaged(file: string): CamLensError {
  return new CamLensError(
    'model-damaged',
    `${file}: its metadata entry "${weightFilesKey}" does not give the size and sha256 of each file.`,
  );
}
