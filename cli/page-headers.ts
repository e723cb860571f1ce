/** Headers of every response of the server. */
import { hostPolicy, isolation } from './content-security.mjs';

/** Nothing is cached, because the next build may differ and pictures are private. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': hostPolicy,
  ...isolation,
  'Permissions-Policy': 'camera=(self), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
