/** Draws a canvas again when its element's size or the page's theme changes. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class Redrawing implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #draw: () => void;
  readonly #resized: ResizeObserver;
  readonly #themeChosen: MutationObserver;
  readonly #systemTheme = window.matchMedia('(prefers-color-scheme: dark)');

  constructor(host: ReactiveControllerHost & Element, draw: () => void) {
    this.#host = host;
    this.#draw = draw;
    this.#resized = new ResizeObserver(draw);
    this.#themeChosen = new MutationObserver(draw);
    host.addController(this);
  }

  hostConnected(): void {
    this.#resized.observe(this.#host);
    this.#themeChosen.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
    this.#systemTheme.addEventListener('change', this.#draw);
  }

  hostDisconnected(): void {
    this.#resized.disconnect();
    this.#themeChosen.disconnect();
    this.#systemTheme.removeEventListener('change', this.#draw);
  }
}
