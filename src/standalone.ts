/** The elements as one script for pages without a bundler: importing it registers them. */
import './define.ts';

export * from './elements.ts';
export { german } from './ui/embed/strings.de.ts';
