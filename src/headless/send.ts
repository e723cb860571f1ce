import { CamLensError } from '../errors.ts';

/** The server's response if it has no space or no permission to write; the reason is in the body. */
const insufficientStorage = 507;

/** @throws CamLensError `output-unwritable`; `internal` if the server does not store it for another reason */
export async function send(url: string, body: Blob): Promise<void> {
  const response = await fetch(url, { method: 'POST', body });
  if (response.ok) return;
  const reason = await response.text().catch(() => '');
  if (response.status === insufficientStorage) throw new CamLensError('output-unwritable', reason);
  throw new CamLensError('internal', `${url} could not be stored (HTTP ${response.status}): ${reason}`);
}
