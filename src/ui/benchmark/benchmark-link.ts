/** A link that carries a result in its fragment, which browsers send to no server: JSON, deflated, in base64url. */
import { CamLensError } from '../../errors.ts';
import type { BenchmarkResult } from '../../benchmark/result/benchmark-result.ts';
import { ByteReader } from '../../datasets/byte-reader.ts';
import { readResult } from '../../benchmark/result/read-result.ts';

const key = 'result=';

/** Characters. Longer links are cut off by chat programs and mail. */
const mostLink = 60_000;

/** Bytes of JSON that a link is unpacked to at most: whoever made it may mean harm. */
const mostUnpacked = 4 * 2 ** 20;

/** Significant digits of numbers in a link; the noise of any measurement is larger. */
const linkDigits = 4;

/**
 * @returns the fragment, without `#`
 * @throws CamLensError `limit-exceeded` if the result is too long for a link
 */
export async function linkOf(result: BenchmarkResult): Promise<string> {
  const text = JSON.stringify(result, (_, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(linkDigits)) : value,
  );
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const link = key + toBase64Url(packed);
  if (link.length > mostLink) {
    throw new CamLensError(
      'limit-exceeded',
      `A link with this result would have ${link.length.toLocaleString('en')} characters, more than programs keep ` +
        `(${mostLink.toLocaleString('en')}): save it as JSON instead.`,
    );
  }
  return link;
}

/**
 * @param fragment of an address, with or without `#`
 * @returns undefined if it carries no result
 * @throws CamLensError `bad-option` if it is damaged or not a benchmark, `limit-exceeded` if it is too large
 */
export async function readLink(fragment: string): Promise<BenchmarkResult | undefined> {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith(key)) return undefined;
  let unpacked: Uint8Array;
  try {
    const packed = new Blob([fromBase64Url(text.slice(key.length))]);
    const stream = packed.stream().pipeThrough(new DecompressionStream('deflate-raw'));
    unpacked = await new ByteReader(stream).exactly(mostUnpacked + 1);
  } catch (cause) {
    throw new CamLensError('bad-option', 'The link is damaged: it may have been cut off.', { cause });
  }
  if (unpacked.byteLength > mostUnpacked) {
    throw new CamLensError(
      'limit-exceeded',
      `The link holds more than ${mostUnpacked / 2 ** 20} MB: it is no benchmark.`,
    );
  }
  return readResult(new TextDecoder().decode(unpacked), 'The link');
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @throws if it is not base64url */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
