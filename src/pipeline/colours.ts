/** The colour maps, [256, 3] bytes each, for drawing legends: the same tables that the blend reads. */
export { colourMaps } from '../shaders/colour-maps.ts';
