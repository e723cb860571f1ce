/** Downloads a picture from any server, in bounded memory. */
import { CamLensError } from '../../errors.ts';

/** Largest download of a picture, in bytes: 64 MB. */
export const mostPictureBytes = 64e6;

/**
 * The server has to allow it by CORS, as does the policy of the page.
 * @throws CamLensError `picture-missing` if there is none; `limit-exceeded` if it has more than `mostPictureBytes`: no
 *   more is read; `download-failed` if it is refused, unreachable, cut off or aborted
 */
export async function fetchPicture(address: string, init: RequestInit): Promise<Blob> {
  const response = await fetch(address, init).catch((cause: unknown) => {
    const why = 'The server is unreachable or does not let this page read it, or the policy of this page forbids it.';
    throw new CamLensError('download-failed', `${address} cannot be fetched. ${why}`, { cause });
  });
  const { body, headers, ok, status } = response;
  // Servers of single-page applications return their page for missing files.
  const isPage = headers.get('Content-Type')?.startsWith('text/html') === true;
  if (!ok || isPage) {
    await body?.cancel();
    if (ok) throw new CamLensError('picture-missing', `${address} is a web page, not a picture.`);
    if (status === 404 || status === 410)
      throw new CamLensError('picture-missing', `${address} was not found (HTTP ${status}).`);
    throw new CamLensError('download-failed', `${address} was refused (HTTP ${status}).`);
  }
  if (body === null) return new Blob([]);
  const reader = body.getReader();
  const refuseLarge = async (): Promise<never> => {
    await reader.cancel();
    const most = `${mostPictureBytes / 1e6} MB`;
    throw new CamLensError('limit-exceeded', `${address} has more than ${most}, the most that is downloaded.`);
  };
  if (Number(headers.get('Content-Length') ?? 0) > mostPictureBytes) return refuseLarge();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let received = 0; ;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new CamLensError('download-failed', `${address}: the download was cut off after ${received} bytes.`, {
        cause,
      });
    });
    if (done) return new Blob(parts);
    received += value.length;
    if (received > mostPictureBytes) return refuseLarge();
    parts.push(value);
  }
}
