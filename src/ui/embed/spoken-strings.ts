/** The strings of an element, in the language of the place where it stands. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { followStrings, stringsFor, type ElementStrings } from './strings.ts';

const hosts = new Set<ReactiveControllerHost>();
let observer: MutationObserver | undefined;

function update(): void {
  for (const host of hosts) host.requestUpdate();
}

/** Draws its element anew when another `lang` in the document, or `setStrings`, may have changed what it says. */
export class SpokenStrings implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #unfollow: () => void = () => undefined;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    hosts.add(this.#host);
    this.#unfollow = followStrings(() => this.#host.requestUpdate());
    observer ??= new MutationObserver(update);
    observer.observe(document, { subtree: true, attributes: true, attributeFilter: ['lang'] });
  }

  hostDisconnected(): void {
    hosts.delete(this.#host);
    this.#unfollow();
    if (hosts.size === 0) observer?.disconnect();
  }

  get strings(): ElementStrings {
    return stringsFor(languageOf(this.#host));
  }
}

/** The nearest `lang`, through shadow roots. */
function languageOf(element: Element): string {
  const closest = element.closest('[lang]');
  if (closest !== null) return closest.getAttribute('lang') ?? '';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : '';
}
