/** A built site: its files, and which version of each. */

export interface SiteFile {
  /** Of its bytes, as in HTML's `integrity`: `sha256-…`. */
  readonly integrity: string;
  /** Fetched when the service worker is installed; otherwise when a page first asks for it. */
  readonly isEager: boolean;
}

export interface SiteRelease {
  /** By path below the folder of the site, such as `assets/index-1a2b.js`. */
  readonly files: Readonly<Record<string, SiteFile>>;
}

/**
 * The file that a URL asks for, as static hosts have it: a folder's is its index.html, and queries do not matter.
 * @param scope URL of the site's folder, with a slash at the end
 * @returns undefined if it is not below the folder
 */
export function pathBelow(scope: string, url: string): string | undefined {
  const [{ origin, pathname }, folder] = [new URL(url), new URL(scope)];
  if (origin !== folder.origin || !pathname.startsWith(folder.pathname)) return undefined;
  const path = pathname.slice(folder.pathname.length);
  try {
    return decodeURIComponent(path === '' || path.endsWith('/') ? `${path}index.html` : path);
  } catch {
    return undefined;
  }
}
