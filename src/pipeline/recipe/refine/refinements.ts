/**
 * What can be done to a raw map before it becomes a heatmap: making it follow the object that the evidence belongs to.
 */
import { CamLensError } from '../../../errors.ts';
import { defaultThreshold, refinedThreshold } from '../defaults.ts';
import type { Method } from '../methods/method.ts';

/** A way to refine raw maps. */
export interface Refinement {
  /** For users. */
  readonly title: string;
  /** In one sentence, for users. */
  readonly says: string;
  /** In one line; empty if nothing is done. */
  readonly formula: string;
  /** Its source; empty if nothing is done. */
  readonly paper: string;
  /** What to know before trusting it; absent if nothing is done. */
  readonly caution?: string;
  /** Default threshold of the boxes, 0…1. */
  readonly threshold: number;
  /** The network's own features determine which positions belong together. */
  readonly byFeatures: boolean;
  /** The picture's edges determine where the map ends. */
  readonly isGuided: boolean;
}

const affinity = {
  formula:
    'y[i] = Σj A[i,j]·s[j] / Σj A[i,j], A = ReLU(fᵀf + gᵀg), s = min(map, 0.25) of a map of 0…1; f, g two layers’ centred unit features',
  paper:
    'Affinity: Wang et al., Self-supervised Equivariant Attention Mechanism (SEAM), 2020; Lin et al., CLIP-ES, 2023',
  caution:
    'A refined map shows the object that the evidence belongs to, no longer the evidence alone: look at the plain map too.',
} as const;

/** The refinements by name, in the order in which they are offered. */
export const refinements = {
  none: {
    title: 'None',
    says: 'The map as the method makes it.',
    ...{ formula: '', paper: '', threshold: defaultThreshold, byFeatures: false, isGuided: false },
  },
  affinity: {
    title: 'Affinity',
    says: 'Positions take the evidence of positions that look alike to two earlier layers of the network.',
    ...{ ...affinity, threshold: refinedThreshold, byFeatures: true, isGuided: false },
  },
  'affinity+guided': {
    title: 'Affinity and guided filter',
    says:
      'Places take the evidence of places that look alike to two earlier layers of the network; then the map is fitted to ' +
      'the edges of the picture.',
    ...affinity,
    paper: `${affinity.paper}. Guided filter: He, Sun and Tang, Guided Image Filtering, 2013`,
    ...{ threshold: refinedThreshold, byFeatures: true, isGuided: true },
  },
} as const satisfies Readonly<Record<string, Refinement>>;

/** A key of `refinements`. */
export type RefinementName = keyof typeof refinements;
export const refinementNames = Object.keys(refinements) as readonly RefinementName[];

/** @throws CamLensError `bad-option`, listing the valid names */
export function refinementNamed(name: string): Refinement {
  if (Object.hasOwn(refinements, name)) return refinements[name as RefinementName];
  const known = refinementNames.join(', ');
  throw new CamLensError('bad-option', `There is no refinement "${name}"; the refinements are ${known}.`);
}

/** Why a method's maps are not refined, as a sentence; undefined if they are. */
export function refinementRefusal({ at, title, isFine }: Pick<Method, 'at' | 'title' | 'isFine'>): string | undefined {
  if (at === 'layer' && isFine !== true) return undefined;
  return `${title} makes no map of a layer; only maps of layers are refined.`;
}

/** The default thresholds of boxes, for users: "0.15; 0.65 for refined maps". */
export function thresholdWords(): string {
  return `${String(refinements.none.threshold)}; ${String(refinements.affinity.threshold)} for refined maps`;
}
