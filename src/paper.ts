/** The threshold chosen in the paper whose boxes are the default. */

/** Boxes are drawn around values of at least this share of a heatmap's range, 0…1. */
export const paperThreshold = 0.15;
