/**
 * Average drop and average increase (Chattopadhay et al., Grad-CAM++, 2018): how the class's probability changes when
 * the network sees only what the heatmap shows. Both are means over pictures of these values, as fractions, not
 * percentages.
 */

/** The class's probability for the picture, and for the picture times its heatmap; 0 … 1. */
export type Confidence = readonly [picture: number, explained: number];

/** The fraction of the probability that is lost, 0 … 1; 0 if it rises, or was already 0. */
export function confidenceDrop([picture, explained]: Confidence): number {
  return picture > 0 ? Math.max(0, picture - explained) / picture : 0;
}

/** 1 if the probability rises, else 0. */
export function confidenceIncrease([picture, explained]: Confidence): number {
  return Number(explained > picture);
}
