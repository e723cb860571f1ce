/** Trusted Types: which scripts may be started as workers where a policy demands that somebody says so. */

interface TrustedTypes {
  readonly defaultPolicy: object | null;
  createPolicy(name: string, rules: { createScriptURL(address: string, type: string, sink: string): string }): object;
}

/** Where a default policy is asked about the address of a script that starts as a worker. */
const workers = /^(?:Worker|SharedWorker|ServiceWorkerContainer)\b/;

/**
 * Under `require-trusted-types-for 'script'`, allows workers whose script has the origin of the page or worker that
 * calls this, and nothing else. Does nothing where there are no Trusted Types, or a default policy already; where a
 * policy forbids one named `default`, starting a worker fails as the browser says.
 */
export function trustOwnScripts(): void {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined || trustedTypes.defaultPolicy !== null) return;
  try {
    trustedTypes.createPolicy('default', {
      createScriptURL(address, _type, sink) {
        const { origin, href } = globalThis.location;
        const { protocol, origin: its } = new URL(address, href);
        if (workers.test(sink) && /^https?:$/.test(protocol) && its === origin) return address;
        throw new TypeError(`${address} is not a worker of ${origin}.`);
      },
    });
  } catch {
    // Forbidden.
  }
}
