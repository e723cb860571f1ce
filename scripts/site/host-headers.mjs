/** A `_headers` file, which Netlify, Cloudflare Pages and others read. The site works without it. */
import { hostPolicy, isolation } from '../../cli/content-security.mjs';

const everywhere = {
  'Content-Security-Policy': hostPolicy,
  ...isolation,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export function hostHeaders() {
  const lines = Object.entries(everywhere).map(([name, value]) => `  ${name}: ${value}\n`);
  // The names of assets change with their bytes; those of other files do not.
  return `/*\n${lines.join('')}/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n`;
}
