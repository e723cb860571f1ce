/** Registers the element under a tag chosen by the page. */
import { CamLens } from './cam-lens.ts';

/**
 * Registers the element as `<tag>`, once; if the tag is already taken, nothing changes.
 * @param tag a name with a hyphen
 * @throws DOMException if it is not a valid element name
 */
export function define(tag = 'cam-lens'): void {
  // A class can be registered once only.
  if (customElements.get(tag) === undefined) customElements.define(tag, class extends CamLens {});
}
