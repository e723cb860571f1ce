/** Counts the live listeners: those added and neither removed nor ended by their signal. */
import { onTestFinished } from 'vitest';

export interface Listeners {
  /** `Worker message`, `AbortSignal abort`, …: each that is there now. */
  readonly there: readonly string[];
}

/** Of every event target, from now on until the test is over. */
export function countListeners(): Listeners {
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const byTarget = new Map<EventTarget, Map<unknown, string>>();
  const forget = (target: EventTarget, listener: unknown): void => {
    byTarget.get(target)?.delete(listener);
  };
  EventTarget.prototype.addEventListener = function (type, listener, options): void {
    const { signal, once } = typeof options === 'object' ? options : {};
    // What takes a listener away when it has come is the browser's own business, as with `once`.
    if (signal?.aborted !== true && once !== true && listener !== null) {
      const known = byTarget.get(this) ?? new Map<unknown, string>();
      byTarget.set(this, known.set(listener, `${this.constructor.name} ${type}`));
      if (signal !== undefined) add.call(signal, 'abort', () => forget(this, listener), { once: true });
    }
    add.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options): void {
    forget(this, listener);
    remove.call(this, type, listener, options);
  };
  onTestFinished(() => {
    Object.assign(EventTarget.prototype, { addEventListener: add, removeEventListener: remove });
  });
  return {
    get there() {
      return [...byTarget.values()].flatMap((known) => [...known.values()]).sort();
    },
  };
}
