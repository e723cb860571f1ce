/** Limits on the requests that the server accepts. */

/** Bytes of one result: at most 8192 × 8192 pixels of four bytes; PNG adds less than 0.1 %. */
export const mostResultBytes = 2 ** 28 + 2 ** 20;

/** Result files per picture: for each method, a heatmap, a blend and the boxes for each layer, and a strip. */
export const mostResults = 100_000;

/** Simultaneous connections; a browser opens six. */
export const mostConnections = 64;

/** Time limits for receiving the headers of a request, and all of it. */
export const headMs = 10_000;
export const requestMs = 300_000;
