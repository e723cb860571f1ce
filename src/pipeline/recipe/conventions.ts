/**
 * How raw maps become heatmaps. The conventions share every step from upsampling to box, and differ in what is scaled
 * to 0 and 1; a published figure can be compared only under its own.
 */
import { CamLensError } from '../../errors.ts';
import { ownExtremes, type RangeRule } from '../chain/range-rule.ts';

export type { RangeRule };

/** A way to turn raw maps into heatmaps. */
export interface Convention {
  /** For users. */
  readonly title: string;
  /** In one sentence, for users. */
  readonly says: string;
  /** Negative map values become 0 for every method. */
  readonly rectifies: boolean;
  /** What is scaled to 0 and 1. */
  readonly range: RangeRule;
}

/** The conventions by name, in the order in which they are offered. */
export const conventions = {
  paper: {
    title: 'Paper',
    says: 'Upsampled, then min-max over the heatmap (Yun, CAM and Grad-CAM).',
    rectifies: false,
    range: ownExtremes,
  },
  'pytorch-grad-cam': {
    title: 'pytorch-grad-cam',
    says: 'ReLU for every method, min-max with 1e-7 at the layer’s size, upsampled, then min-max with 1e-7 again.',
    rectifies: true,
    range: { of: 'both', epsilon: 1e-7 },
  },
  'torch-cam': {
    title: 'TorchCAM',
    says: 'Min-max with 1e-8 at the layer’s size, then upsampled: a heatmap need not reach 0 or 1.',
    rectifies: false,
    range: { of: 'layer', epsilon: 1e-8 },
  },
} as const satisfies Readonly<Record<string, Convention>>;

/** A key of `conventions`. */
export type ConventionName = keyof typeof conventions;
export const conventionNames = Object.keys(conventions) as readonly ConventionName[];

/** @throws CamLensError `bad-option`, listing the valid names */
export function conventionNamed(name: string): Convention {
  if (Object.hasOwn(conventions, name)) return conventions[name as ConventionName];
  throw new CamLensError(
    'bad-option',
    `There is no convention "${name}"; the conventions are ${conventionNames.join(', ')}.`,
  );
}

/** The inverse of `nameBy`; a name without a convention is by the paper's. */
export function readName(name: string): { readonly method: string; readonly convention: ConventionName } {
  const [method = '', convention = 'paper'] = name.split('@');
  return { method, convention: Object.hasOwn(conventions, convention) ? (convention as ConventionName) : 'paper' };
}

/** As `nameBy`, for users: "Grad-CAM", "Grad-CAM (TorchCAM)". */
export function titleBy(title: string, convention: ConventionName): string {
  return convention === 'paper' ? title : `${title} (${conventions[convention].title})`;
}

/** The name of a method's heatmap by a convention where several are compared: `grad-cam`, `grad-cam@torch-cam`. */
export function nameBy(method: string, convention: ConventionName): string {
  return convention === 'paper' ? method : `${method}@${convention}`;
}
