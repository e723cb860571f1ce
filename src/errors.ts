import { visible } from './visible.ts';

/**
 * Everything that can go wrong in a way a user can mend has a code here. The codes are stable: scripts may depend on
 * them. A message is one sentence or two that name the file, node or option and say what was expected.
 */
export const errorCodes = {
  'bad-option': 'an option, or a value of one, that is not known',
  'unknown-class': 'a class that the model does not have',
  'unknown-layer': 'a layer that the model does not have',
  'unknown-method': 'a method that does not exist',
  'method-needs': 'a method whose needs the model does not meet',
  'picture-missing': 'a picture that is not there',
  'picture-folder': 'a folder where a picture was expected',
  'picture-empty': 'a picture file of 0 bytes',
  'picture-unreadable': 'bytes that no decoder takes for a picture, or a picture cut off',
  'picture-twice': 'a second picture of the same name in a folder of the same name',
  'annotation-missing': 'a picture without annotation',
  'annotation-unreadable': 'an annotation that is not the XML of PASCAL VOC',
  'annotation-empty': 'an annotation without any object, or without a box that has an area',
  'annotation-class': 'an annotation whose class the class map does not have',
  'annotation-twice': 'a second annotation of the same picture',
  'box-clipped': 'a true box that leaves its picture, and was cut to it',
  'box-empty': 'a true box without area, which was left out',
  'annotation-size': 'an annotation that states another size than its picture has',
  'annotation-turned':
    'an annotation drawn on the stored pixels of a picture that is shown turned; its boxes were turned too',
  'object-skipped': 'an object of an annotation without a usable box; the other objects count',
  'entry-skipped': 'an entry of a data set that was not read, and why',
  'files-ignored': 'files of a data set that are neither pictures nor annotations, counted and not read',
  'archive-damaged': 'an archive that is none, is damaged or breaks off',
  'file-unreadable': 'a file of a data set whose bytes cannot be had',
  'path-unsafe': 'a path in a data set that leads out of it',
  'dataset-empty': 'a data set without pictures, or without annotations',
  'table-unreadable': 'a class map or a split file that is not as it should be',
  'table-unmatched': 'names in a class map or a split file that match nothing, or pictures that it does not name',
  'model-missing': 'a model that is not there, or not built yet',
  'model-damaged': 'a model whose bytes are not what they should be',
  'model-unsupported': 'a model that cannot be explained, and why',
  'operator-unsupported': 'an operator without a gradient rule between the layer and the score',
  'not-finite': 'a network, score or map that gives NaN or infinity',
  'limit-exceeded': 'input that would take more time or memory than the stated limits allow',
  'records-unfit': 'records of an evaluation that are damaged, double, or not of one run',
  'records-lost': 'records that were deleted or shortened while their run was going on',
  'run-locked': 'records that another run is writing',
  'output-unwritable': 'a place where results cannot be written: no room, read-only, or not a folder',
  'crashed-on': 'a picture that was set aside because the page or its worker died twice while measuring it',
  'download-failed': 'a download that was refused or cut off',
  'runtime-damaged': 'a file of cam-lens itself, such as its WebAssembly, that is missing or damaged',
  'worker-failed': 'a worker, page or browser that ended or no longer answers',
  ended: 'a call to something that was closed, destroyed or has ended',
  'no-browser': 'no Chrome or Chromium on this machine',
  'no-webgpu': 'WebGPU was demanded and there is none',
  stopped: 'work that was stopped because it was asked to',
  'out-of-memory': 'work for which the GPU has no memory left',
  'gpu-failed': 'a command that the GPU, its driver or the browser refused or did not finish',
  'device-lost': 'the GPU device was lost in the middle of the work',
  internal: 'a fault of cam-lens itself',
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
    // Names from files are in it, and people read it on terminals.
    super(visible(message), options);
    this.code = code;
  }
}

/** What is known of anything thrown: its code, or `internal`, and its sentence. */
export function describeError(error: unknown): { code: ErrorCode; message: string } {
  if (error instanceof CamLensError) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
