/**
 * All that an element needs once it has a picture to show. It is loaded with the first picture, so that a page whose
 * elements wait for the viewport or a button loads little.
 */
export { pointMark } from '../shared/point-mark.ts';
export { blendWithBoxes, download } from '../shared/save-blend.ts';
export { boxesOver } from './boxes-over.ts';
export { controls } from './embedded-controls.ts';
export { marksOf } from './embedded-marks.ts';
export { EmbeddedPicture } from './embedded-picture.ts';
export { pointAfter, readingOf } from './embedded-reading.ts';
export { evidenceInWords } from './evidence-words.ts';
