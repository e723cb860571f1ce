import { CamLensError } from '../errors.ts';

/**
 * The response of a server that has the file.
 * @param what name of the file in messages
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
  throw new CamLensError('file-unreadable', `${what} could not be fetched from ${url} (HTTP ${response.status}).`);
}
