/** `<cam-lens>`, `<cam-lens-compare>` and `<cam-lens-live>`; importing this module registers them. */
import './ui/embed/cam-lens-compare.define.ts';
import './ui/embed/cam-lens-live.define.ts';
