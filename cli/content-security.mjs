/** The security policy of the pages: in the headers of the server, and in the pages of the static site. */

/** Allows only our own scripts, workers and styles, and pictures made by the page. */
const contentSecurity = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob:",
  // A picture passed from one page to another has a blob: URL; visitors and links name pictures and models elsewhere.
  'connect-src': "'self' blob: https:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'lit-html default',
};

/** As far as a page itself can say it. */
export const pagePolicy = Object.entries(contentSecurity)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');

/** Also forbids framing, which only headers can. */
export const hostPolicy = `${pagePolicy}; frame-ancestors 'none'`;

/** Cross-origin isolation enables WebAssembly threads. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
