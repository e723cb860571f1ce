import { CamLensError } from '../errors.ts';

/** @throws CamLensError `internal` where the server does not store it */
export async function send(url: string, body: Blob): Promise<void> {
  const response = await fetch(url, { method: 'POST', body });
  if (!response.ok) throw new CamLensError('internal', `${url} could not be stored (HTTP ${response.status}).`);
}
