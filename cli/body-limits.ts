/** How much the server takes from whoever sends to it, in bytes. */

/** A painting has 8192 × 8192 pixels at most, of four bytes; PNG makes it larger by less than a thousandth. */
export const mostResultBytes = 2 ** 28 + 2 ** 20;

/** Pictures of one input: for each method a heatmap, a blend and the boxes of each layer, and a strip. */
export const mostResults = 100_000;

/** Connections at the same time; a browser makes six. */
export const mostConnections = 64;

/** Until the head of a request is there, and until all of it is. */
export const headMs = 10_000;
export const requestMs = 300_000;
