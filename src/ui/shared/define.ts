/** Registers an element, once: a page may load two builds that both contain it. */
export function define(tag: 'cam-lens' | `cam-lens-${string}`, element: CustomElementConstructor): void {
  if (customElements.get(tag) === undefined) customElements.define(tag, element);
}
