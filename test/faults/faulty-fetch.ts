/** `fetch` of files in memory, in which one thing goes wrong, always the same. */

export type FetchFault =
  /** The server cannot be reached. */
  | 'refused'
  /** It answers with this status. */
  | { readonly status: number }
  /** The connection breaks after so many bytes; the length was said before, or not. */
  | {
      readonly breaksAfter: number;
      readonly isLengthSaid?: boolean;
      /** The server gives the rest of the file on request; that breaks after so many bytes too. */
      readonly ranges?: 'same file' | 'another file';
    }
  /** The body ends after so many bytes as if it were whole; the length that was said is the whole file's, or none. */
  | { readonly endsAfter: number; readonly isLengthSaid?: boolean };

/** Bytes of a part of a body. */
const partBytes = 1000;

/**
 * @param files by address
 * @param faults by address; files without are sent as they are
 */
export function faultyFetch(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  faults: Readonly<Record<string, FetchFault>> = {},
): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const fault = Object.hasOwn(faults, url) ? faults[url] : undefined;
    const bytes = Object.hasOwn(files, url) ? files[url] : undefined;
    if (fault === 'refused') throw new TypeError('Failed to fetch');
    if (fault !== undefined && 'status' in fault) return new Response('no', { status: fault.status });
    if (bytes === undefined) return new Response('nothing here', { status: 404 });
    const { isLengthSaid = true } = fault ?? {};
    const from = Number(/^bytes=(\d+)-$/.exec(new Headers(init?.headers).get('Range') ?? '')?.[1] ?? 0);
    if (fault !== undefined && 'breaksAfter' in fault && fault.ranges !== undefined) {
      const etag = from > 0 && fault.ranges === 'another file' ? '"b"' : '"a"';
      const range = { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
      const rest = bytes.slice(from);
      const headers = { ETag: etag, 'Content-Length': String(rest.length), ...(from > 0 ? range : {}) };
      const isAll = rest.length <= fault.breaksAfter;
      return new Response(bodyOf(rest, isAll ? undefined : fault), { status: from > 0 ? 206 : 200, headers });
    }
    const headers: HeadersInit = isLengthSaid ? { 'Content-Length': String(bytes.length) } : {};
    return new Response(bodyOf(bytes, fault), { headers });
  };
}

function bodyOf(
  bytes: Uint8Array<ArrayBuffer>,
  fault: Exclude<FetchFault, 'refused' | { readonly status: number }> | undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const breaks = fault !== undefined && 'breaksAfter' in fault;
  const end = fault === undefined ? bytes.length : 'breaksAfter' in fault ? fault.breaksAfter : fault.endsAfter;
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < end) {
        const next = Math.min(end, at + partBytes);
        controller.enqueue(bytes.slice(at, next));
        at = next;
      } else if (breaks) controller.error(new TypeError('network error'));
      else controller.close();
    },
  });
}
