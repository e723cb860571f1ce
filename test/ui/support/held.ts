/** What elements hold outside the document, and must give back: counted from the import of this module on. */

interface Held {
  /** Names of the workers that live. */
  readonly workers: readonly string[];
  /** Pictures that are open in them. */
  readonly pictures: number;
  /** Object URLs that are not revoked. */
  readonly addresses: number;
  /** Bitmaps that were made or drawn in the page, and are not closed. */
  readonly bitmaps: number;
  /** Tracks of cameras that still run. */
  readonly tracks: number;
  /** Observers of sizes, views and the document that observe something. */
  readonly observers: number;
}

const workers = new Set<CountedWorker>();
const addresses = new Set<string>();
const bitmaps = new Set<ImageBitmap>();
const tracks = new Set<MediaStreamTrack>();
const observers = new Set<object>();
let started = 0;

class CountedWorker extends Worker {
  readonly name: string;
  pictures = 0;
  /** Ids of the calls that open a picture. */
  readonly #opening = new Set<unknown>();

  constructor(url: string | URL, options: WorkerOptions = {}) {
    super(url, options);
    this.name = options.name ?? '';
    started += 1;
    workers.add(this);
    this.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#hear(data));
  }

  override postMessage(message: unknown, more?: StructuredSerializeOptions | Transferable[]): void {
    const { path: [call] = [], id } = message as { readonly path?: readonly string[]; readonly id?: unknown };
    if (this.name === 'cam-lens' && call === 'open') this.#opening.add(id);
    if (this.name === 'cam-lens' && call === 'close') this.pictures -= 1;
    super.postMessage(message, more as Transferable[]);
  }

  override terminate(): void {
    workers.delete(this);
    super.terminate();
  }

  #hear(message: unknown): void {
    const { id, value } = message as { readonly id?: unknown; readonly value?: { readonly ok?: boolean } };
    if (this.#opening.delete(id) && value?.ok === true) this.pictures += 1;
  }
}
globalThis.Worker = CountedWorker;

const { createObjectURL, revokeObjectURL } = URL;
URL.createObjectURL = (of) => {
  const address = createObjectURL.call(URL, of);
  addresses.add(address);
  return address;
};
URL.revokeObjectURL = (address) => {
  addresses.delete(address);
  revokeObjectURL.call(URL, address);
};

const make = globalThis.createImageBitmap as (...given: unknown[]) => Promise<ImageBitmap>;
globalThis.createImageBitmap = async (...given: unknown[]) => {
  const bitmap = await make.call(globalThis, ...given);
  bitmaps.add(bitmap);
  return bitmap;
};
const { drawImage } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...given: unknown[]): void {
  if (given[0] instanceof ImageBitmap) bitmaps.add(given[0]);
  (drawImage as (...all: unknown[]) => void).apply(this, given);
};

const { getUserMedia } = MediaDevices.prototype;
MediaDevices.prototype.getUserMedia = async function (asked) {
  const stream = await getUserMedia.call(this, asked);
  for (const track of stream.getTracks()) tracks.add(track);
  return stream;
};

type Call = (this: object, ...given: unknown[]) => void;
for (const Observer of [ResizeObserver, IntersectionObserver, MutationObserver]) {
  const { observe, disconnect } = Observer.prototype as { observe: Call; disconnect: Call };
  Object.assign(Observer.prototype, {
    observe(this: object, ...given: unknown[]) {
      observers.add(this);
      observe.apply(this, given);
    },
    disconnect(this: object) {
      observers.delete(this);
      disconnect.call(this);
    },
  });
}

export function held(): Held {
  return {
    workers: [...workers].map(({ name }) => name).sort(),
    pictures: [...workers].reduce((sum, { pictures }) => sum + pictures, 0),
    addresses: addresses.size,
    // A closed bitmap has no width.
    bitmaps: [...bitmaps].filter(({ width }) => width > 0).length,
    tracks: [...tracks].filter(({ readyState }) => readyState === 'live').length,
    observers: observers.size,
  };
}

/** Number of workers started so far. */
export function workersStarted(): number {
  return started;
}
