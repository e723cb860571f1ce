import { expect, it } from 'vitest';
import { closeJourney, type JourneyParts } from '../../../src/benchmark/journey/close-journey.ts';
import type { GpuMemory } from '../../../src/benchmark/memory/memory-ledger.ts';

/** Parts of which 8 bytes are left, and what has been destroyed. */
function parts(change: Partial<JourneyParts> & { readonly isDead?: boolean; readonly destroy?: () => void } = {}) {
  const { isDead = false, destroy = () => undefined, ...others } = change;
  const destroyed: string[] = [];
  const given: JourneyParts = {
    network: {
      abandon: () => {
        destroyed.push('network');
        return Promise.resolve(true);
      },
    },
    engine: {
      isDead,
      destroy: () => {
        destroyed.push('engine');
        destroy();
      },
    },
    device: { destroy: () => void destroyed.push('device') },
    ledger: { now: { bytes: 8 } as GpuMemory },
    ...others,
  };
  return { destroyed, given };
}

const all = ['network', 'engine', 'device'];

it('says what is left once all is destroyed', async () => {
  const { destroyed, given } = parts();
  expect(await closeJourney(given)).toBe(8);
  expect(destroyed).toEqual(all);
});

it('does not know what is left without a GPU, or of a lost one', async () => {
  for (const change of [{ ledger: null }, { isDead: true }]) {
    const { destroyed, given } = parts(change);
    expect(await closeJourney(given)).toBeNull();
    expect(destroyed).toEqual(all);
  }
});

it('does not know what is left of a network that does not end', async () => {
  const { destroyed, given } = parts({ network: { abandon: () => Promise.resolve(false) } });
  expect(await closeJourney(given)).toBeNull();
  expect(destroyed).toEqual(['engine', 'device']);
});

it('never rejects, and always destroys the device', async () => {
  const fail = () => {
    throw new Error('It cannot.');
  };
  const { destroyed, given } = parts({ destroy: fail });
  expect(await closeJourney(given)).toBeNull();
  expect(destroyed).toEqual(all);
  const other = parts({ network: { abandon: () => Promise.reject(new Error('It cannot.')) } });
  expect(await closeJourney(other.given)).toBeNull();
  expect(other.destroyed).toEqual(['device']);
});
