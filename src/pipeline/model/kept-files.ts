/**
 * Caches model files in the browser by URL and sha256, so that the next visit needs no download and no network. Without
 * a secure context or space nothing is stored, which is not an error.
 */

const cacheName = 'cam-lens-model-files';

/** @returns undefined if it is not cached; the caller checks the bytes, because others may write to the same cache */
export async function keptFile(url: string, sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const response = await (await caches.open(cacheName)).match(keyOf(url, sha256));
    return response === undefined ? undefined : new Uint8Array(await response.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** Replaces earlier files with the same URL. */
export async function keepFile(url: string, sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    const cache = await caches.open(cacheName);
    const key = keyOf(url, sha256);
    const { origin, pathname } = new URL(key);
    for (const { url: kept } of await cache.keys()) {
      const other = new URL(kept);
      if (other.origin === origin && other.pathname === pathname && kept !== key) await cache.delete(kept);
    }
    await cache.put(key, new Response(bytes));
  } catch {
    // Without a cache or space, it is downloaded again next time.
  }
}

export async function dropFile(url: string, sha256: string): Promise<void> {
  try {
    await (await caches.open(cacheName)).delete(keyOf(url, sha256));
  } catch {
    // It is never used anyway, because its hash is wrong.
  }
}

function keyOf(url: string, sha256: string): string {
  const key = new URL(url, globalThis.location.href);
  key.searchParams.set('sha256', sha256);
  return key.href;
}
