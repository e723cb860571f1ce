/** The colour maps, [256, 3] bytes each, for whoever draws a legend: the very tables that the blend reads. */
export { colourMaps } from '../shaders/colour-maps.ts';
