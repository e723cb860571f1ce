/** All that reads data sets, in a script that is loaded with the first run: archives, annotations, pictures. */
export { annotatedPictures } from '../../datasets/pair.ts';
export { readGiven } from './given-sources.ts';
export { survey } from './survey.ts';
