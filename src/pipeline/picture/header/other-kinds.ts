/** Files that browsers do not decode as pictures, recognised by their first bytes, and what to do with them. */

interface Kind {
  /** As in "it is …". */
  readonly what: string;
  readonly advice: string;
  /** Possible first bytes of the file, each as a character of its code. */
  readonly starts?: readonly string[];
  /** For QuickTime-based formats: what follows "ftyp". */
  readonly brands?: RegExp;
  /** Matched against the start of a text file. */
  readonly text?: RegExp;
}

const asJpeg = 'convert it to JPEG or PNG';
const unpack = 'unpack it first';

/** The first match counts. */
const kinds: readonly Kind[] = [
  { what: 'a HEIC photo', advice: asJpeg, brands: /^(?:hei[cxms]|hev[cxms]|mif1|msf1|miaf)/ },
  {
    ...{ what: 'a raw photo', advice: asJpeg, brands: /^crx / },
    starts: ['FUJIFILM', 'II\x1a\0\0\0HEAPCCDR', 'IIRO', 'IIU\0'],
  },
  { what: 'a video', advice: 'take a frame from it', brands: /^/, starts: ['\x1aE\xdf\xa3'] },
  { what: 'a TIFF', advice: asJpeg, starts: ['II*\0', 'II+\0', 'MM\0*', 'MM\0+'] },
  { what: 'a Photoshop file', advice: asJpeg, starts: ['8BPS'] },
  { what: 'a JPEG 2000', advice: asJpeg, starts: ['\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'] },
  { what: 'a JPEG XL', advice: asJpeg, starts: ['\xff\x0a', '\0\0\0\x0cJXL '] },
  { what: 'a Windows icon', advice: asJpeg, starts: ['\0\0\x01\0', '\0\0\x02\0'] },
  { what: 'a PDF', advice: `extract the picture, or ${asJpeg}`, text: /^\s*%PDF-/ },
  {
    ...{ what: 'a web page', advice: 'what was saved or downloaded is not the picture' },
    text: /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head)/i,
  },
  { what: 'an SVG drawing', advice: asJpeg, text: /^(?:\xef\xbb\xbf)?\s*(?:<[^]*)?<svg[\s>]/i },
  { what: 'a zip archive', advice: unpack, starts: ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'] },
  { what: 'compressed with gzip', advice: unpack, starts: ['\x1f\x8b'] },
  { what: 'a 7z archive', advice: unpack, starts: ['7z\xbc\xaf\x27\x1c'] },
  { what: 'a rar archive', advice: unpack, starts: ['Rar!\x1a\x07'] },
  {
    ...{ what: 'a Git LFS pointer', advice: 'fetch the file itself with "git lfs pull"' },
    starts: ['version https://git-lfs'],
  },
];

/** Number of bytes needed to recognise them. */
export const tellingBytes = 512;

/** Undefined if it is not recognised. */
export function otherKind(bytes: Uint8Array): Pick<Kind, 'what' | 'advice'> | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, tellingBytes));
  const brand = start.slice(4, 8) === 'ftyp' ? start.slice(8, 12) : undefined;
  return kinds.find(
    ({ starts = [], brands, text }) =>
      starts.some((magic) => start.startsWith(magic)) ||
      (brand !== undefined && brands?.test(brand) === true) ||
      text?.test(start) === true,
  );
}
