/**
 * One annotation in PASCAL VOC XML. Entities are not expanded, and a file that declares any is refused: annotations do
 * not need them, and they can make a small file blow up. Source: Everingham et al., The PASCAL Visual Object Classes
 * Challenge 2007, development kit.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { CamLensError } from '../errors.ts';
import { own } from '../own.ts';

/**
 * [x0, y0, x1, y1), half-open, in pixels of the upright picture: xmin, ymin, xmax, ymax as in the file. VOC itself
 * counts pixels from 1 and includes the last; most tools that write its format do not, and the difference is one pixel
 * at two edges.
 */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

export interface VocObject {
  readonly name: string;
  readonly box: Box;
}

export interface VocAnnotation {
  /** The picture's size; undefined if the file does not give it or gives 0. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** One for each box: an object with several boxes appears several times. */
  readonly objects: readonly VocObject[];
  /** Why an object has no usable box, as in "object 2 …"; empty if there are no such objects. */
  readonly skipped: readonly string[];
}

type Element = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  processEntities: false,
  isArray: (_name, path) => path === 'annotation.object' || path === 'annotation.object.bndbox',
});

/** The five entities that need no declaration. */
const predefined: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Other shapes that tools write instead of <bndbox>. */
const otherShapes: readonly string[] = ['polygon', 'robndbox', 'segm', 'ellipse', 'line', 'points'];

/**
 * @param place name of the file in messages
 * @throws CamLensError `annotation-unreadable`, saying what is wrong
 */
export function readVoc(text: string, place: string): VocAnnotation {
  const refuse = (what: string): never => {
    throw new CamLensError('annotation-unreadable', `${place} ${what}.`);
  };
  const annotation =
    elementOf(parse(text, refuse), 'annotation') ?? refuse('should hold one <annotation>, as PASCAL VOC has it');

  const size = elementOf(annotation, 'size');
  const [width, height] = [numberOf(size, 'width'), numberOf(size, 'height')];
  const objects: VocObject[] = [];
  const skipped: string[] = [];
  for (const [i, object] of ((annotation['object'] ?? []) as readonly unknown[]).entries()) {
    const name = textOf(object, 'name') ?? '';
    for (const corners of boxesOf(object)) {
      const box = boxOf(corners);
      if (typeof box === 'object') objects.push({ name, box });
      else skipped.push(`object ${i + 1}${name === '' ? '' : ` (${name})`} ${whyNot(object, box)}`);
    }
  }
  const [first] = skipped;
  if (objects.length === 0 && first !== undefined) refuse(`has no box: ${first}`);
  return {
    size: width !== undefined && height !== undefined && width > 0 && height > 0 ? { width, height } : undefined,
    ...{ objects, skipped },
  };
}

/** The <bndbox> elements of an object, each separately; one empty element if there are none. */
function boxesOf(object: unknown): readonly unknown[] {
  const boxes = child(object, 'bndbox');
  return Array.isArray(boxes) && boxes.length > 0 ? (boxes as unknown[]) : [undefined];
}

/** Or the name of the first corner that is not a number. */
function boxOf(corners: unknown): Box | string {
  const numbers: number[] = [];
  for (const corner of ['xmin', 'ymin', 'xmax', 'ymax']) {
    const value = numberOf(corners, corner);
    if (value === undefined) return corner;
    numbers.push(value);
  }
  return numbers as unknown as Box;
}

function whyNot(object: unknown, corner: string): string {
  const shape = otherShapes.find((name) => child(object, name) !== undefined);
  return shape !== undefined && child(object, 'bndbox') === undefined
    ? `has a <${shape}> and no <bndbox>`
    : `has no number as <${corner}> in its <bndbox>`;
}

function parse(text: string, refuse: (what: string) => never): unknown {
  if (/<!ENTITY/i.test(text)) refuse('declares entities, which annotations do not need and which are not expanded');
  try {
    // The validator takes time quadratic in the length of a run of spaces.
    const compact = text.replace(/\s{100,}/g, ' ');
    const valid = XMLValidator.validate(compact);
    if (valid !== true) refuse(`is not well-formed XML: line ${valid.err.line}, ${valid.err.msg.slice(0, 100)}`);
    return parser.parse(compact);
  } catch (error) {
    if (error instanceof CamLensError) throw error;
    return refuse(`cannot be read as XML: ${String(error)}`);
  }
}

function child(parent: unknown, name: string): unknown {
  return typeof parent === 'object' && parent !== null ? own(parent as Element, name) : undefined;
}

/** The parser represents an empty element as text; here it is an element without children. */
function elementOf(parent: unknown, name: string): Element | undefined {
  const value = child(parent, name);
  if (value === '') return {};
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Element) : undefined;
}

function textOf(parent: unknown, name: string): string | undefined {
  const value = child(parent, name);
  return typeof value === 'string'
    ? value.replace(/&(#?\w{1,10});/g, (whole, entity: string) => characterOf(entity) ?? whole)
    : undefined;
}

/** Of a predefined entity or a numeric reference: `amp`, `#233`, `#xE9`. */
function characterOf(entity: string): string | undefined {
  const [, hex, decimal] = /^#(?:[xX]([\da-fA-F]+)|(\d+))$/.exec(entity) ?? [];
  if (hex === undefined && decimal === undefined) return predefined.get(entity);
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

function numberOf(parent: unknown, name: string): number | undefined {
  const text = textOf(parent, name)?.trim();
  const value = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
