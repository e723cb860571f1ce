/**
 * The calls by which the command changes files. All go through this table, which a lint rule sees to, so that a test can make
 * any of them fail, or let the process end there.
 */
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';

/** Descriptors are numbers, as the operating system has them. */
export interface Disk {
  /** @param flags as `fs.open` takes them: `wx` for a file that must be new, `a+` to read and to add */
  open(file: string, flags: string): number;
  /**
   * @param at from the file's beginning, in bytes; where the last write ended unless said
   * @returns how many bytes were written: less than were given where the disk is full
   */
  write(descriptor: number, bytes: Uint8Array, at?: number | null): number;
  /** Waits until what was written would outlast a loss of power. */
  sync(descriptor: number): void;
  truncate(descriptor: number, sizeBytes: number): void;
  close(descriptor: number): void;
  rename(from: string, to: string): void;
  /** A second name; fails where the name is taken, on network folders too. */
  link(file: string, name: string): void;
  /** No error where there is none. */
  remove(file: string): void;
  /** With the folders above it; @returns the first that was not there, undefined where all were */
  makeFolder(folder: string): string | undefined;
  /** @returns a new folder whose name begins so */
  makeOwnFolder(beginning: string): string;
  /** With all that is in it. */
  removeFolder(folder: string): void;
  removeEmptyFolder(folder: string): void;
}

export const nodeDisk: Disk = {
  open: (file, flags) => openSync(file, flags),
  write: (descriptor, bytes, at = null) => writeSync(descriptor, bytes, 0, bytes.length, at),
  sync: (descriptor) => fsyncSync(descriptor),
  truncate: (descriptor, sizeBytes) => ftruncateSync(descriptor, sizeBytes),
  close: (descriptor) => closeSync(descriptor),
  rename: (from, to) => renameSync(from, to),
  link: (file, name) => linkSync(file, name),
  remove: (file) => rmSync(file, { force: true }),
  makeFolder: (folder) => mkdirSync(folder, { recursive: true }),
  makeOwnFolder: (beginning) => mkdtempSync(beginning),
  removeFolder: (folder) => rmSync(folder, { recursive: true, force: true }),
  removeEmptyFolder: (folder) => rmdirSync(folder),
};

/** What is in use. */
let current = nodeDisk;

/** @returns what was in use before */
export function useDisk(disk: Disk): Disk {
  const before = current;
  current = disk;
  return before;
}

export function disk(): Disk {
  return current;
}
