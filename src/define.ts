/** `<cam-lens>`, `<cam-lens-compare>` and `<cam-lens-live>`; importing this module registers them. `<cam-lens-evaluate>`
 * is larger, and has a module of its own. */
import './ui/embed/cam-lens-compare.define.ts';
import './ui/embed/cam-lens-live.define.ts';
