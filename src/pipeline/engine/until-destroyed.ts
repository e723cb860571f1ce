/** Prevents the use of destroyed chains, whose buffers may already be reused. */
import { CamLensError } from '../../errors.ts';
import type { Chain } from '../chain/chain.ts';

/** The same chain, except that after `destroy` every other call throws `ended`. */
export function untilDestroyed<Its extends Chain>(chain: Its): Its {
  let isDestroyed = false;
  return new Proxy(chain, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== 'function') return method;
      if (name === 'destroy') {
        return () => {
          isDestroyed = true;
          target.destroy();
        };
      }
      return (...given: unknown[]): unknown => {
        if (isDestroyed) throw new CamLensError('ended', 'This chain is destroyed; begin another.');
        return Reflect.apply(method, target, given);
      };
    },
  });
}

/** Throws `ended` if the engine is destroyed. */
export function assertEngineAlive(isDestroyed: boolean): void {
  if (isDestroyed) throw new CamLensError('ended', 'This engine and everything it made are destroyed.');
}
