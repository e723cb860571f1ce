/** A failure that the user can mend; shown as its sentence alone, without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}
