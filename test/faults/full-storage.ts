/** The origin's own file system in memory, in which one call fails, or all from that call on; always the same. */
import type { Folder, SyncFile } from '../../src/runs/kept-file.ts';

/** `cut` writes half before it fails, `short` writes half and says so; both fail other calls as `throws` does. */
export type StorageFault = 'throws' | 'cut' | 'short';

const noRoom = (): DOMException => new DOMException('There is no room.', 'QuotaExceededError');

export class FullStorage implements Folder {
  /** Calls so far that could fail. */
  calls = 0;
  readonly #files = new Map<string, Uint8Array>();
  #fault: { readonly kind: StorageFault; readonly at: number; readonly isLasting: boolean } | undefined;

  /** @param at the call, from 1; calls are counted anew */
  fail(kind: StorageFault, at: number, isLasting: boolean): void {
    this.calls = 0;
    this.#fault = { kind, at, isLasting };
  }

  recover(): void {
    this.#fault = undefined;
  }

  async getFileHandle(name: string, { create = false } = {}) {
    if (!this.#files.has(name)) {
      if (!create) throw new DOMException('There is no file.', 'NotFoundError');
      if (this.#isHit()) throw noRoom();
      this.#files.set(name, new Uint8Array());
    }
    return {
      getFile: async () => new Blob([Uint8Array.from(this.#bytes(name))]),
      createSyncAccessHandle: async () => {
        if (this.#isHit()) throw noRoom();
        return this.#open(name);
      },
    };
  }

  async removeEntry(name: string): Promise<void> {
    this.#files.delete(name);
  }

  #bytes(name: string): Uint8Array {
    return this.#files.get(name) ?? new Uint8Array();
  }

  #isHit(): boolean {
    this.calls += 1;
    const fault = this.#fault;
    return fault !== undefined && (this.calls === fault.at || (fault.isLasting && this.calls > fault.at));
  }

  #open(name: string): SyncFile {
    const put = (bytes: Uint8Array): void => void this.#files.set(name, bytes);
    const write = (bytes: Uint8Array, at: number): number => {
      const before = this.#bytes(name);
      const after = new Uint8Array(Math.max(before.length, at + bytes.length));
      after.set(before);
      after.set(bytes, at);
      put(after);
      return bytes.length;
    };
    return {
      getSize: () => this.#bytes(name).length,
      read: (bytes, { at }) => {
        const found = this.#bytes(name).subarray(at, at + bytes.length);
        bytes.set(found);
        return found.length;
      },
      write: (bytes, { at }) => {
        if (!this.#isHit()) return write(bytes, at);
        const kind = this.#fault?.kind;
        const written = kind === 'throws' ? 0 : write(bytes.subarray(0, bytes.length >> 1), at);
        if (kind === 'short') return written;
        throw noRoom();
      },
      truncate: (size) => put(this.#bytes(name).slice(0, size)),
      flush: () => {
        if (this.#isHit()) throw noRoom();
      },
      close: () => undefined,
    };
  }
}
