/** What must be known to be let in: made for each run, and told to the page alone. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits: none can be guessed. */
const secretBytes = 32;

export function makeSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

/** Takes as long for a guess that is nearly right as for any other. */
export function isSecret(guess: string, secret: string): boolean {
  return timingSafeEqual(hash(guess), hash(secret));
}

/** Of the same length whatever was guessed. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
