/** What the operating system says of a place where something cannot be written, as an error that people can mend. */
import { CamLensError } from '../src/errors.ts';
import { own } from '../src/own.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no room is left on its disk',
  EDQUOT: 'the quota of its disk is used up',
  EROFS: 'its file system is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'writing there is not permitted',
  ENOTDIR: 'a part of its path is a file, where a folder was expected',
  EEXIST: 'a part of its path is a file, where a folder was expected',
  EISDIR: 'it is a folder, where a file was expected',
  ENOENT: 'its folder is not there and cannot be made',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its path goes in circles of links',
  EFBIG: 'it is larger than its file system allows',
  EIO: 'its disk fails',
  EINVAL: 'its file system does not take it',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EBUSY: 'it is in use',
  ETXTBSY: 'it is in use',
  ESTALE: 'its network folder went away',
  ENXIO: 'it is a device that is not there',
  ENODEV: 'its file system does not take it',
};

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string';
}

/** The same error where it is none of the operating system's. */
export function outputError(place: string, cause: unknown): unknown {
  if (!isSystemError(cause)) return cause;
  const { code = '' } = cause;
  const reason = own(reasons, code) ?? `the operating system says ${code}`;
  return new CamLensError('output-unwritable', `${place} cannot be written: ${reason} (${code}).`, { cause });
}

/** @throws CamLensError `output-unwritable`, naming the place, where the operating system refuses the work */
export function writing<Result>(place: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw outputError(place, error);
  }
}
