/** All that reads data sets, in a script that is loaded with the first run: archives, annotations, pictures. */
export { pair } from '../../datasets/pair.ts';
export { readPictures } from '../../datasets/read-pictures.ts';
export { readGiven } from './given-sources.ts';
export { survey } from './survey.ts';
