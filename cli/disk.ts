/**
 * The calls with which the command changes files. A lint rule makes all of them go through this table, so that a test
 * can make any of them fail or end the process there.
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

/** Descriptors are those of the operating system. */
export interface Disk {
  /** @param flags as in `fs.open`: `wx` for a file that must not exist, `a+` to read and append */
  open(file: string, flags: string): number;
  /**
   * @param at offset from the start of the file in bytes. Default: where the last write ended
   * @returns the number of bytes written, fewer than given if the disk is full
   */
  write(descriptor: number, bytes: Uint8Array, at?: number | null): number;
  /** Waits until written data would survive a power failure. */
  sync(descriptor: number): void;
  truncate(descriptor: number, sizeBytes: number): void;
  close(descriptor: number): void;
  rename(from: string, to: string): void;
  /** Adds a second name; fails if the name exists, on network folders too. */
  link(file: string, name: string): void;
  /** No error if the file does not exist. */
  remove(file: string): void;
  /** Creates missing parents too. @returns the first folder created, undefined if all existed */
  makeFolder(folder: string): string | undefined;
  /** @returns a new folder whose name begins with `beginning` */
  makeOwnFolder(beginning: string): string;
  /** Removes a folder with its content. */
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

/** The table in use. */
let current = nodeDisk;

/** @returns the table used before */
export function useDisk(disk: Disk): Disk {
  const before = current;
  current = disk;
  return before;
}

export function disk(): Disk {
  return current;
}
