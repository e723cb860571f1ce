import { visible } from './visible.ts';

/**
 * A code for every error that users can fix. The codes are stable: scripts may depend on them. A message is one or two
 * sentences that name the file, node or option and say what was expected.
 */
export const errorCodes = {
  'bad-option': 'an unknown option, or an invalid value of one',
  'unknown-class': 'a class that the model does not have',
  'unknown-layer': 'a layer that the model does not have',
  'unknown-method': 'a method that does not exist',
  'method-needs': 'a method whose requirements the model does not meet',
  'picture-missing': 'a picture that does not exist',
  'picture-folder': 'a folder where a picture was expected',
  'picture-empty': 'a picture file of 0 bytes',
  'picture-unreadable': 'a picture that cannot be decoded or is truncated',
  'picture-twice': 'a second picture of the same name in a folder of the same name',
  'annotation-missing': 'a picture without annotation',
  'annotation-unreadable': 'an annotation that cannot be read in its format',
  'annotation-empty': 'an annotation without any object, or without a box that has an area',
  'annotation-class': 'an annotation whose class is not in the class map',
  'annotation-twice': 'a second annotation of the same picture',
  'box-clipped': 'a true box that extended beyond its picture and was clipped',
  'box-empty': 'a true box without area, which was ignored',
  'annotation-size': 'an annotation that gives a different size than its picture has',
  'annotation-turned':
    'an annotation drawn on the stored pixels of a picture that is displayed rotated; its boxes were rotated too',
  'object-skipped': 'an object of an annotation without a usable box; the other objects are used',
  'entry-skipped': 'an entry of a data set that was not read, and why',
  'files-ignored': 'files of a data set that are neither pictures nor annotations, counted and not read',
  'archive-damaged': 'an archive that is not one, is damaged or is truncated',
  'file-unreadable': 'a file of a data set whose bytes cannot be read',
  'path-unsafe': 'a path in a data set that leads out of it',
  'dataset-empty': 'a data set without pictures, or without annotations',
  'table-unreadable': 'a class map or a split file that is not valid',
  'table-unmatched': 'names in a class map or a split file that match nothing, or pictures missing from it',
  'model-missing': 'a model that does not exist, or is not built yet',
  'model-damaged': 'a model file that is damaged or not valid',
  'model-unsupported': 'a model that cannot be explained, and why',
  'operator-unsupported': 'an operator without a gradient rule between the layer and the score',
  'not-finite': 'a network, score or map that contains NaN or infinity',
  'limit-exceeded': 'input that would take more time or memory than the stated limits allow',
  'records-unfit': 'records of an evaluation that are damaged, duplicated, or from different runs',
  'records-lost': 'records that were deleted or shortened during their run',
  'run-locked': 'records that another run is writing',
  'output-exists': 'a result that exists already and was not to be overwritten',
  'output-unwritable': 'a place where results cannot be written: full, read-only, or not a folder',
  'crashed-on': 'a picture that was set aside because the page or its worker died twice while measuring it',
  'camera-denied': 'a camera that the visitor, the browser or the policy of the page does not allow',
  'camera-missing': 'a camera that does not exist, is used by another program or was disconnected',
  'camera-insecure': 'a camera on a page without HTTPS, where browsers offer none',
  'video-unreadable': 'a video that cannot be loaded or decoded',
  'download-failed': 'a download that was refused or cut off',
  'runtime-damaged': 'a file of cam-lens itself, such as its WebAssembly, that is missing or damaged',
  'worker-failed': 'a worker, page or browser that ended or no longer answers',
  ended: 'a call to something that was closed, destroyed or has ended',
  'no-browser': 'no Chrome or Chromium on this machine',
  'no-webgpu': 'WebGPU was demanded and is not available',
  stopped: 'work that was stopped on request',
  'out-of-memory': 'work for which the GPU has too little memory',
  'gpu-failed': 'a command that the GPU, its driver or the browser refused or did not finish',
  'device-lost': 'the GPU device was lost during the work',
  internal: 'a bug in cam-lens',
} as const;

/** A key of `errorCodes`. */
export type ErrorCode = keyof typeof errorCodes;

/** Every error of cam-lens: a stable code, and a sentence that names the file, node or option. */
export class CamLensError extends Error {
  /** Always `CamLensError`. */
  override readonly name = 'CamLensError';
  /** Stable: scripts may depend on it. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    // It contains names from files, and is shown on terminals.
    super(visible(message), options);
    this.code = code;
  }
}

/** Code and sentence for anything thrown; the code is `internal` if it is not a CamLensError. */
export function describeError(error: unknown): { code: ErrorCode; message: string } {
  if (error instanceof CamLensError) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
