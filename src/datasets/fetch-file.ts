import { CamLensError } from '../errors.ts';

/**
 * The answer of a server that has the file.
 * @param what the file, as messages call it
 * @throws CamLensError `file-unreadable`
 */
export async function fetchFile(what: string, url: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new CamLensError('file-unreadable', `${what} cannot be reached at ${url}.`, { cause });
  }
  if (response.ok) return response;
  throw new CamLensError('file-unreadable', `${what} is not to be had at ${url} (HTTP ${response.status}).`);
}
