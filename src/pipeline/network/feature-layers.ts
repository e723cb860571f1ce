/** The layers used to refine maps: two layers before the last, with finer maps. */
import { CamLensError } from '../../errors.ts';
import { own } from '../../own.ts';
import type { Size } from '../types.ts';

/** A layer, and the size of its maps. */
export interface FeatureLayer extends Size {
  readonly name: string;
}

/** The layers used to refine maps. */
export interface FeatureLayers {
  /** Its maps are four times as wide and high as the last layer's. */
  readonly fine: FeatureLayer;
  /** Its maps are twice as wide and high. */
  readonly coarse: FeatureLayer;
}

interface Known {
  /** In order of depth. */
  readonly names: readonly string[];
  /** The ends of the network's stages, which are preferred. */
  readonly strip: readonly string[];
  /** Of the maps, by layer. */
  readonly sizes: Readonly<Record<string, Size>>;
  /** Of the model, for messages. */
  readonly file: string;
}

/**
 * The deepest layer of each size, preferably the end of a stage. A stride of 2 may round up or down: twice 8 is 15, 16
 * or 17.
 * @throws CamLensError `method-needs` naming the size that no layer has
 */
export function findFeatureLayers({ names, strip, sizes, file }: Known): FeatureLayers {
  const known = names.flatMap((name): FeatureLayer[] => {
    const size = own(sizes, name);
    return size === undefined ? [] : [{ name, ...size }];
  });
  const last = known.at(-1);
  const missing = (wanted: string): CamLensError => {
    const maps =
      [...new Set(known.map(({ width, height }) => `${width} × ${height}`))].join(', ') || 'of no known size';
    return new CamLensError('method-needs', `Refining maps needs ${wanted}; the maps of ${file} are ${maps}.`);
  };
  if (last === undefined) throw missing('a layer with maps of known size');
  const twice = (of: FeatureLayer, factor: string): FeatureLayer => {
    const fits = known.filter(({ width, height }) => isTwice(width, of.width) && isTwice(height, of.height));
    const found = fits.findLast(({ name }) => strip.includes(name)) ?? fits.at(-1);
    if (found !== undefined) return found;
    const [width, height] = [2 * of.width, 2 * of.height];
    throw missing(`an earlier layer with maps of ${width} × ${height}, ${factor} the last layer’s`);
  };
  const coarse = twice(last, 'twice');
  return { fine: twice(coarse, 'four times'), coarse };
}

function isTwice(side: number, half: number): boolean {
  return Math.abs(side - 2 * half) <= 1 && side > half;
}

/** In one line, for users: names, sizes and why these. */
export function describeFeatureLayers({ fine, coarse }: FeatureLayers): string {
  const said = ({ name, width, height }: FeatureLayer): string => `${name} (${width} × ${height})`;
  return `${said(fine)} and ${said(coarse)}, four times and twice as fine as the last layer`;
}
