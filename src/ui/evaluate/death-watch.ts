/**
 * Records in local storage which pictures are in progress, to know which ones the page was measuring when it crashed.
 * Local storage is synchronous, so the data survive a crash.
 */
import type { ErrorCode } from '../../errors.ts';
import { Crashes, type Crash } from '../../runs/crashes.ts';
import { runLock } from './kept-running.ts';

/** The stored data. */
interface Watched {
  readonly crashes: readonly Crash[];
  readonly underWay: readonly string[];
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const key = 'cam-lens run under way';

export class DeathWatch {
  readonly #shelf: Shelf | undefined;
  readonly #page: EventTarget;
  #crashes = new Crashes();
  /** A page that is left or reloaded has not crashed. */
  readonly #leave = (): void => this.#keep([]);

  /**
   * @param shelf undefined if nothing is stored
   * @param page fires `pagehide` when it is left
   */
  constructor(shelf: Shelf | undefined, page: EventTarget = globalThis) {
    this.#shelf = shelf;
    this.#page = page;
  }

  /** Pictures to measure last, each alone. */
  get suspects(): readonly string[] {
    return this.#crashes.suspects;
  }

  /** Pictures that are not measured again. */
  get aside(): readonly string[] {
    return this.#crashes.aside;
  }

  /** Called when a run starts or continues: pictures that were in progress when the page crashed are suspects. */
  take(): void {
    const { crashes, underWay } = this.#read();
    this.#crashes = new Crashes(crashes);
    for (const id of underWay) this.#crashes.begin(id);
    this.#crashes.pageDied();
    this.#keep();
    this.#page.addEventListener('pagehide', this.#leave);
  }

  begin(id: string): void {
    this.#crashes.begin(id);
    this.#keep();
  }

  /** Called when a picture was measured or has failed; with `crashed-on` if it crashed its workers. */
  end(id: string, code?: ErrorCode): void {
    if (code === 'crashed-on') this.#crashes.setAside(id);
    else this.#crashes.end(id);
    this.#keep();
  }

  /** Called when the run has stopped. */
  rest(): void {
    this.#page.removeEventListener('pagehide', this.#leave);
    this.#leave();
  }

  /** Called when the run is deleted. */
  forget(): void {
    this.#crashes = new Crashes();
    this.#shelf?.removeItem(key);
  }

  #read(): Watched {
    const nothing = { crashes: [], underWay: [] };
    try {
      const { crashes, underWay } = JSON.parse(this.#shelf?.getItem(key) ?? '') as Partial<Watched>;
      return Array.isArray(crashes) && Array.isArray(underWay) ? { crashes, underWay } : nothing;
    } catch {
      return nothing;
    }
  }

  #keep(underWay = this.#crashes.underWay): void {
    try {
      const watched: Watched = { crashes: this.#crashes.all, underWay };
      if (watched.crashes.length + watched.underWay.length === 0) this.#shelf?.removeItem(key);
      else this.#shelf?.setItem(key, JSON.stringify(watched));
    } catch {
      // Without space, a crash cannot be attributed.
    }
  }
}

/**
 * The watch of this page. It does nothing if storage is denied, or while another tab runs, which would appear to have
 * crashed.
 */
export async function deathWatchHere(): Promise<DeathWatch> {
  const locks = (navigator as { readonly locks?: LockManager }).locks;
  const isElsewhere = (await locks?.query())?.held?.some(({ name }) => name === runLock) ?? true;
  return new DeathWatch(isElsewhere ? undefined : storageHere());
}

function storageHere(): Shelf | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
