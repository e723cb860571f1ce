/** `<cam-lens>` and `<cam-lens-compare>`; importing this module registers them. */
import './ui/embed/cam-lens-compare.define.ts';
