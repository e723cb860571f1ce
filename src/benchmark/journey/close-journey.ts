/** Ends the machine of a journey, also one whose GPU is lost. */
import type { Engine } from '../../pipeline/chain/chain.ts';
import type { ExplainableNetwork } from '../../pipeline/network/explainable-network.ts';
import type { MemoryLedger } from '../memory/memory-ledger.ts';

export interface JourneyParts {
  readonly network: Pick<ExplainableNetwork, 'abandon'>;
  readonly engine: Pick<Engine, 'isDead' | 'destroy'>;
  readonly device: Pick<GPUDevice, 'destroy'> | undefined;
  /** Null without a GPU. */
  readonly ledger: Pick<MemoryLedger, 'now'> | null;
}

/**
 * Destroys everything within seconds, and never rejects.
 * @returns bytes of GPU memory that only the end of the device frees; null without a GPU, or if it is lost or does not
 *   answer
 */
export async function closeJourney({ network, engine, device, ledger }: JourneyParts): Promise<number | null> {
  const isLost = engine.isDead;
  try {
    const isEnded = await network.abandon();
    engine.destroy();
    return ledger === null || isLost || !isEnded ? null : ledger.now.bytes;
  } catch {
    return null;
  } finally {
    device?.destroy();
  }
}
