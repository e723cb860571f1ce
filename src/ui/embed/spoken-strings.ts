/** The strings of an element, in the language of the place where it stands. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { followStrings, stringsFor, type ElementStrings } from './strings.ts';

/** Draws its element anew when another `lang` in the document, or `setStrings`, may have changed what it says. */
export class SpokenStrings implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #unfollow: () => void = () => undefined;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#unfollow = followStrings(() => this.#host.requestUpdate());
    // It may have come to another place, or missed a change.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#unfollow();
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
