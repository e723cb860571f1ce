/** The strings of an element, in the language of the place where it stands. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { StringTables } from './string-tables.ts';

/** Draws its element anew when another `lang` in the document, or other strings, may have changed what it says. */
export class SpokenStrings<Strings extends object> implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #tables: StringTables<Strings>;
  #unfollow: () => void = () => undefined;

  constructor(host: ReactiveControllerHost & Element, tables: StringTables<Strings>) {
    this.#host = host;
    this.#tables = tables;
    host.addController(this);
  }

  hostConnected(): void {
    this.#unfollow = this.#tables.follow(() => this.#host.requestUpdate());
    // It may have come to another place, or missed a change.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#unfollow();
  }

  get strings(): Strings {
    return this.#tables.for(languageOf(this.#host));
  }
}

/** The nearest `lang`, through shadow roots. */
function languageOf(element: Element): string {
  const closest = element.closest('[lang]');
  if (closest !== null) return closest.getAttribute('lang') ?? '';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : '';
}
