/** Chains that are over: what lay behind their values belongs to others by then. */
import { CamLensError } from '../../errors.ts';
import type { Chain } from '../chain/chain.ts';

/** The same chain; once it is destroyed, every call but another `destroy` throws `ended`. */
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

/** For an engine that is destroyed: it begins no chain. */
export function assertEngineAlive(isDestroyed: boolean): void {
  if (isDestroyed) throw new CamLensError('ended', 'This engine is destroyed, and what it made with it.');
}
