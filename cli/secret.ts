/** The secret in the server's URLs, created for each run and known only to the page. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits cannot be guessed. */
const secretBytes = 32;

export function makeSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

/** Compares in constant time. */
export function isSecret(guess: string, secret: string): boolean {
  return timingSafeEqual(hash(guess), hash(secret));
}

/** Hashes have equal lengths, as timingSafeEqual requires. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
