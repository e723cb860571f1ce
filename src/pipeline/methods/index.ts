/** The table of methods, in the order they are offered. */
import { CamLensError } from '../../errors.ts';
import { cam } from './cam.ts';
import { gradCam } from './grad-cam.ts';
import type { Method } from './method.ts';

export const methods: readonly Method[] = [cam, gradCam];

/** @throws CamLensError `unknown-method`, listing the ones there are */
export function methodNamed(name: string): Method {
  const method = methods.find((candidate) => candidate.name === name);
  if (method !== undefined) return method;
  throw new CamLensError(
    'unknown-method',
    `There is no method "${name}"; the methods are ${methods.map((known) => known.name).join(', ')}.`,
  );
}
