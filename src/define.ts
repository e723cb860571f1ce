/** `<cam-lens>`, registered by the import itself. */
import './ui/embed/cam-lens.define.ts';
