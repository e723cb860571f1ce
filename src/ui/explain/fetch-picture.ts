/** Downloads a picture from any server, in bounded memory. */
import { CamLensError } from '../../errors.ts';

/** Largest download of a picture, in bytes: 64 MB. */
export const mostPictureBytes = 64e6;

/**
 * Sends neither cookies nor where it was asked from. The server has to allow it by CORS, as does the policy of the page.
 * @throws CamLensError `picture-missing` if it cannot be fetched; `limit-exceeded` if it has more than `mostPictureBytes`:
 *   no more is read; `download-failed` if it is cut off
 */
export async function fetchPicture(url: URL): Promise<Blob> {
  const response = await fetch(url, { referrerPolicy: 'no-referrer', credentials: 'omit' }).catch((cause: unknown) => {
    const why = 'The server is unreachable or does not let other pages read it, or the policy of this page forbids it.';
    throw new CamLensError('picture-missing', `${url.href} cannot be fetched. ${why} Save it and drop the file here.`, {
      cause,
    });
  });
  const { body, headers, ok, status } = response;
  if (!ok) {
    await body?.cancel();
    throw new CamLensError('picture-missing', `${url.href} was not found or refused (HTTP ${status}).`);
  }
  if (body === null) return new Blob([]);
  const reader = body.getReader();
  const refuseLarge = async (): Promise<never> => {
    await reader.cancel();
    const most = `${mostPictureBytes / 1e6} MB`;
    throw new CamLensError('limit-exceeded', `${url.href} has more than ${most}, the most that is downloaded.`);
  };
  if (Number(headers.get('Content-Length') ?? 0) > mostPictureBytes) return refuseLarge();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let received = 0; ;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new CamLensError('download-failed', `${url.href}: the download was cut off after ${received} bytes.`, {
        cause,
      });
    });
    if (done) return new Blob(parts);
    received += value.length;
    if (received > mostPictureBytes) return refuseLarge();
    parts.push(value);
  }
}
