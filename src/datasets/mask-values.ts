/**
 * What the values of a mask mean. There is no standard; these are the readings of the sets that are used most. Where two
 * readings contradict each other, the mask is refused.
 */
import { CamLensError } from '../errors.ts';

export interface MaskKind {
  /** Bits per sample. */
  readonly depth: number;
  /** Red, green and blue by index; undefined if values are grey levels. */
  readonly palette: readonly (readonly number[])[] | undefined;
  readonly path: string;
  /** Name of the file in messages. */
  readonly place: string;
}

/** Of a pixel. */
const [background, object, ignored] = [0, 1, 255];

/** The lowest level in the upper half of the range. */
const middle = (depth: number): number => 2 ** (depth - 1);

/** How values are read: the first row that applies. */
const readings: readonly {
  readonly applies: (values: readonly number[], kind: MaskKind) => boolean;
  readonly of: (value: number, kind: MaskKind) => number;
}[] = [
  // Oxford-IIIT Pet: 1 the animal, 2 around it, 3 where nobody could tell.
  {
    applies: (values) => values.includes(2) && values.every((value) => value >= 1 && value <= 3),
    of: (value) => [object, background, ignored][value - 1]!,
  },
  // PASCAL VOC: 0 is the background, 255 the rim that is left out, every other value a class.
  {
    applies: (_, { palette, depth, path }) =>
      depth === 8 && (palette !== undefined || /(^|\/)segmentationclass/i.test(path)),
    of: (value) => (value === 255 ? ignored : value === 0 ? background : object),
  },
  // Grey levels, as of CUB-200, where edges are soft. With 16 bits, the object is as in the high bytes alone, which is what
  // readers that know 8 bits take of such a file.
  {
    applies: (values, { depth, palette }) =>
      depth >= 8 && palette === undefined && values.some((value) => value >= middle(depth)),
    of: (value, { depth }) => (value >= middle(depth) ? object : background),
  },
  // 0 is the background, every other value an object or its class.
  { applies: () => true, of: (value) => (value === 0 ? background : object) },
];

/**
 * @param samples [height, width], 0 … 2 ** depth − 1
 * @returns [height, width]: 1 on the object, 0 on the background, 255 where a pixel is ignored
 * @throws CamLensError `annotation-unreadable` if the values can be read in two ways
 */
export function markedBy(samples: Uint8Array | Uint16Array, stored: MaskKind): Uint8Array {
  const kind = isGreyRamp(stored.palette) ? { ...stored, palette: undefined } : stored;
  const seen = new Uint8Array(2 ** kind.depth);
  for (let i = 0; i < samples.length; i++) seen[samples[i]!] = 1;
  const values = Array.from(seen, (is, value) => (is === 1 ? value : -1)).filter((value) => value >= 0);
  const reading = readings.find(({ applies }) => applies(values, kind))!;
  const doubt = doubtOf(values, kind, reading === readings[2]);
  if (doubt !== undefined) throw new CamLensError('annotation-unreadable', `${kind.place} ${doubt}`);
  const meaning = new Uint8Array(seen.length);
  for (const value of values) meaning[value] = reading.of(value, kind);
  const marked = new Uint8Array(samples.length);
  // `Uint8Array.from` with a function first makes an array of all values, which takes too much memory.
  for (let i = 0; i < samples.length; i++) marked[i] = meaning[samples[i]!]!;
  return marked;
}

/** Index i is the grey level i: the palette has colours for nothing, and the indices are levels. */
function isGreyRamp(palette: MaskKind['palette']): boolean {
  return palette?.every((colour, i) => colour.every((part) => part === i)) === true;
}

function doubtOf(values: readonly number[], { palette, depth }: MaskKind, areLevels: boolean): string | undefined {
  if (palette !== undefined && values.includes(0) && palette[0]?.some((part) => part > 0) === true) {
    return 'has a palette whose first colour is not black, so that its background cannot be told; save it as a grey PNG.';
  }
  const most = 2 ** depth - 1;
  const between = values.filter((value) => value > 0 && value < most);
  if (areLevels && values.includes(most) && between.length > 0 && between.every((value) => value < middle(depth) / 2)) {
    const asClasses = depth === 8 ? 'In a folder named SegmentationClass, they are classes; otherwise, save' : 'Save';
    return (
      `has the grey values ${between.slice(0, 3).join(', ')} and ${most}, which can mean classes and ignored pixels, or grey ` +
      `levels. ${asClasses} the object as ${most} and all else as 0.`
    );
  }
  return undefined;
}
