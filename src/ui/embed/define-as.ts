/** Registers the element under a tag of the page's own choice. */
import { CamLens } from './cam-lens.ts';

/**
 * Registers the element as `<tag>`, once; where the tag is taken already nothing changes.
 * @param tag a name with a hyphen
 * @throws DOMException where it is no name for an element
 */
export function define(tag = 'cam-lens'): void {
  // A class can be registered once only.
  if (customElements.get(tag) === undefined) customElements.define(tag, class extends CamLens {});
}
