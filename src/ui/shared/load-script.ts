/** Scripts that are loaded when they are needed. */
import { CamLensError } from '../../errors.ts';

/**
 * @param script from `import()`
 * @throws CamLensError `worker-failed` if it cannot be loaded
 */
export async function loadScript<Module>(script: Promise<Module>): Promise<Module> {
  try {
    return await script;
  } catch (cause) {
    throw new CamLensError('worker-failed', `A script could not be loaded; reload the page. (${String(cause)})`);
  }
}
