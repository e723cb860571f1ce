/** A failure that the user can fix; only the message is shown, without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}
