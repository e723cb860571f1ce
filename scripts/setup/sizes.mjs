/**
 * Decimal megabytes, as package registries and browsers show them.
 * @param {number} bytes
 * @returns {string}
 */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/**
 * @param {number} sinceMs a value of performance.now(), which does not jump when the clock is set
 * @returns {string}
 */
export function seconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}
