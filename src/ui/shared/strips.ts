/** Explanations of one picture side by side: one method at several layers, or all methods at one layer. */
import type { LensInfo, MethodInfo } from '../../pipeline/api/lens.ts';
import { nameBy } from '../../pipeline/recipe/conventions.ts';
import { own } from '../../own.ts';
import { layerOf } from './layer-of.ts';
import { methodNote } from './method-notes.ts';
import type { Settings } from './settings.ts';

export interface StripCell {
  /** Unique in its strip. */
  readonly key: string;
  readonly title: string;
  /** What it shows, in one line; empty if the title says it. */
  readonly line: string;
  readonly method: string;
  /** As explanations name it. */
  readonly layer: string;
  /** Why there is nothing to show. */
  readonly refusal: string | undefined;
  /** It is explained only once it is chosen. */
  readonly waits: boolean;
  readonly isCurrent: boolean;
  /** What choosing it changes. */
  readonly change: Partial<Settings>;
}

interface Strip {
  readonly heading: (settings: Settings, info: LensInfo) => string;
  /** Cells of two strips with the same name show the same. */
  readonly name: (settings: Settings) => string;
  readonly cells: (settings: Settings, info: LensInfo) => readonly StripCell[];
}

/** Why a method cannot be compared at several layers, as a sentence; undefined if it can. */
export function noStripReason(method: MethodInfo, { strip }: LensInfo): string | undefined {
  if (method.at === 'input') return `${method.title} uses no layer, so there is nothing to compare.`;
  return strip.length < 2 ? 'The model has only one layer.' : undefined;
}

function current({ method }: Settings, { methods }: LensInfo): MethodInfo | undefined {
  return methods.find(({ name }) => name === method);
}

const layers: Strip = {
  heading: (settings, info) => `${current(settings, info)?.title ?? ''} at ${info.strip.length} layers`,
  name: ({ method, convention }) => `layers ${nameBy(method, convention)}`,
  cells(settings, info) {
    const method = current(settings, info);
    if (method === undefined || noStripReason(method, info) !== undefined) return [];
    return info.strip.map((layer) => ({
      ...{ key: layer, title: layer, line: '', method: method.name, layer, waits: false },
      refusal: own(method.refusals, layer),
      isCurrent: layer === settings.layer,
      change: { layer },
    }));
  },
};

const methods: Strip = {
  heading: ({ layer }, info) => `${info.methods.length} methods at ${layer}`,
  name: ({ layer, convention }) => `methods ${layer} ${convention}`,
  cells: (settings, info) =>
    info.methods.map((method) => ({
      ...{ key: method.name, title: method.title, line: methodNote(method.name).line ?? method.formula },
      ...{ method: method.name, layer: layerOf(method, settings.layer) },
      refusal: own(method.refusals, settings.layer),
      waits: method.isSlow,
      isCurrent: method.name === settings.method,
      change: { method: method.name },
    })),
};

const strips: Readonly<Record<Exclude<Settings['compare'], 'nothing'>, Strip>> = { layers, methods };

/** The strip that is chosen; undefined if none is, or it has nothing to show. */
export function stripOf(
  settings: Settings,
  info: LensInfo,
): { readonly heading: string; readonly name: string; readonly cells: readonly StripCell[] } | undefined {
  if (settings.compare === 'nothing') return undefined;
  const { heading, name, cells } = strips[settings.compare];
  const found = cells(settings, info);
  if (found.length === 0) return undefined;
  return { heading: heading(settings, info), name: name(settings), cells: found };
}
