/** A .wgsl file that cannot be used. */
export class WgslError extends Error {
  override readonly name = 'WgslError';

  /** @param place file and line: `shared/item.wgsl:12` */
  constructor(place: string, message: string) {
    super(`${place}: ${message}`);
  }
}
