/**
 * Average drop and average increase (Chattopadhay et al., Grad-CAM++, 2018): what becomes of the class's probability
 * when the network sees only what the heatmap shows. Both are means over pictures of the values here, as shares and not
 * per cent.
 */

/** The class's probability for the picture, and for the picture times its heatmap; 0 … 1. */
export type Confidence = readonly [picture: number, explained: number];

/** The share of the probability that is lost, 0 … 1; 0 where it rises, or was 0 already. */
export function confidenceDrop([picture, explained]: Confidence): number {
  return picture > 0 ? Math.max(0, picture - explained) / picture : 0;
}

/** 1 where the probability rises, else 0. */
export function confidenceIncrease([picture, explained]: Confidence): number {
  return Number(explained > picture);
}
