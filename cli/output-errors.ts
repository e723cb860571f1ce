/** Turns the operating system's error about a file that cannot be written into a message that helps the user. */
import { CamLensError } from '../src/errors.ts';
import { own } from '../src/own.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'its disk is full',
  EDQUOT: 'the quota of its disk is used up',
  EROFS: 'its file system is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'writing there is not permitted',
  ENOTDIR: 'a part of its path is a file, where a folder was expected',
  EEXIST: 'a part of its path is a file, where a folder was expected',
  EISDIR: 'it is a folder, where a file was expected',
  ENOENT: 'its folder does not exist and cannot be created',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its path has circular links',
  EFBIG: 'it is larger than its file system allows',
  EIO: 'its disk fails',
  EINVAL: 'its file system does not take it',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EBUSY: 'it is in use',
  ETXTBSY: 'it is in use',
  ESTALE: 'its network folder is no longer available',
  ENXIO: 'it is a device that does not exist',
  ENODEV: 'its file system does not take it',
};

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string';
}

/** Returns other errors unchanged. */
export function outputError(place: string, cause: unknown): unknown {
  if (!isSystemError(cause)) return cause;
  const { code = '' } = cause;
  const reason = own(reasons, code) ?? `the operating system says ${code}`;
  return new CamLensError('output-unwritable', `${place} cannot be written: ${reason} (${code}).`, { cause });
}

/** @throws CamLensError `output-unwritable`, naming the place, if the operating system reports an error */
export function writing<Result>(place: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw outputError(place, error);
  }
}
