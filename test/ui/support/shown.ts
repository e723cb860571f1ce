/** All that an element shows or has read out, through shadow roots. */

const heardOrSeen = /^(?:title|alt|label|placeholder|aria-.+)$/;

/** Texts and attributes, the white space that templates are laid out with left out. */
export function shownBy(root: Element | ShadowRoot): readonly string[] {
  const own = root instanceof Element ? shownHere(root) : [];
  const texts = [...root.childNodes].filter((node) => node instanceof Text).map(({ data }) => data.trim());
  const below = [...root.children].filter(({ localName }) => localName !== 'style');
  return [...own, ...texts.filter((text) => text !== ''), ...below.flatMap(shownBy)];
}

function shownHere(element: Element): readonly string[] {
  const names = element.getAttributeNames().filter((name) => heardOrSeen.test(name));
  const attributes = names.map((name) => element.getAttribute(name) ?? '');
  return [...attributes, ...(element.shadowRoot === null ? [] : shownBy(element.shadowRoot))];
}
