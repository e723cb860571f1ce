/** Which of many explanations are drawn: charts hold a few lines each, pictures a few boxes. */
import { type ClassSource, type ExplanationKey } from '../evaluation/record.ts';
import { isBoxed } from '../evaluation/is-boxed.ts';
import type { BoxedSummary, ExplanationSummary, Summary } from '../evaluation/summary.ts';

export interface ShownKey<Shown extends ExplanationSummary = ExplanationSummary> extends ExplanationKey {
  readonly summary: Shown;
}

/** Of pictures with true boxes. */
export type BoxedKey = ShownKey<BoxedSummary>;

/** One chart's explanations: every method, of one class source at one layer. */
export interface KeyGroup<Key extends ShownKey = ShownKey> {
  readonly source: ClassSource;
  readonly layer: string;
  readonly keys: readonly Key[];
}

export function summarisedKeys({ methods }: Pick<Summary, 'methods'>): ShownKey[] {
  return Object.entries(methods).flatMap(([method, layers]) =>
    Object.entries(layers).flatMap(([layer, sources]) =>
      Object.entries(sources).map(([source, summary]) => ({ method, layer, source: source as ClassSource, summary })),
    ),
  );
}

/** None if the data set has no true boxes. */
export function boxedKeys(keys: readonly ShownKey[]): BoxedKey[] {
  return keys.filter((key): key is BoxedKey => isBoxed(key.summary));
}

/** Methods without that layer, such as those that use none, appear with each layer by their first. */
export function keyGroups(summary: Pick<Summary, 'methods'>, layers: readonly string[]): KeyGroup[] {
  const keys = summarisedKeys(summary);
  const sources = [...new Set(keys.map(({ source }) => source))];
  const groups = sources.flatMap((source) =>
    layers.map((layer): KeyGroup => {
      const methods = [...new Set(keys.map(({ method }) => method))];
      const found = methods.flatMap((name) => {
        const own = keys.filter(({ method, source: its }) => method === name && its === source);
        return own.find((key) => key.layer === layer) ?? own[0] ?? [];
      });
      return { source, layer, keys: found };
    }),
  );
  return groups.filter(({ keys: found }) => found.length > 0);
}

/**
 * Each method once: of the first class source, at the layer where its reported mean IoU is highest; without true boxes, at
 * its first layer.
 */
export function bestKeys(summary: Pick<Summary, 'methods'>): ShownKey[] {
  const keys = summarisedKeys(summary);
  const first = keys[0]?.source;
  const best = new Map<string, ShownKey>();
  for (const key of keys) {
    const known = best.get(key.method);
    if (key.source !== first) continue;
    if (known === undefined || reportedIou(key) > reportedIou(known)) best.set(key.method, key);
  }
  return [...best.values()];
}

function reportedIou({ summary: { reported } }: ShownKey): number {
  return reported?.meanIoU ?? 0;
}

/** Of `bestKeys`, in words. */
export function shownSource(summary: Pick<Summary, 'methods'>): string {
  return `explaining the ${summarisedKeys(summary)[0]?.source ?? 'true'} class`;
}
