/**
 * One annotation in the XML of PASCAL VOC. Entities are not expanded, and a file that declares some is refused: nothing
 * in an annotation calls for them, and they can make a small file blow up.
 * Source: Everingham et al., The PASCAL Visual Object Classes Challenge 2007, development kit.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { CamLensError } from '../errors.ts';

/**
 * [x0, y0, x1, y1), half-open, in pixels of the upright picture: xmin, ymin, xmax, ymax as they stand in the file. VOC
 * itself counts pixels from 1 and includes the last; tools that write its format mostly do not, and the difference is
 * one pixel at two edges.
 */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

export interface VocObject {
  readonly name: string;
  readonly box: Box;
}

export interface VocAnnotation {
  /** The picture's size; undefined where the file does not state it or states 0. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly objects: readonly VocObject[];
}

type Element = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  processEntities: false,
  isArray: (_name, path) => path === 'annotation.object',
});

/** The five entities that need no declaration. */
const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * @param place the file, as messages call it
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
  const objects = (annotation['object'] ?? []) as readonly unknown[];
  return {
    size: width !== undefined && height !== undefined && width > 0 && height > 0 ? { width, height } : undefined,
    objects: objects.map((object, i) => {
      const corners = elementOf(object, 'bndbox');
      const [x0, y0, x1, y1] = (['xmin', 'ymin', 'xmax', 'ymax'] as const).map(
        (corner) =>
          numberOf(corners, corner) ?? refuse(`has no number as <${corner}> in the <bndbox> of object ${i + 1}`),
      ) as [number, number, number, number];
      return { name: textOf(object, 'name') ?? '', box: [x0, y0, x1, y1] };
    }),
  };
}

function parse(text: string, refuse: (what: string) => never): unknown {
  if (/<!ENTITY/i.test(text)) refuse('declares entities, which no annotation needs; they are not expanded');
  try {
    // The validator takes a time that grows with the square of a run of spaces.
    const compact = text.replace(/\s{100,}/g, ' ');
    const valid = XMLValidator.validate(compact);
    if (valid !== true) refuse(`is no well-formed XML: line ${valid.err.line}, ${valid.err.msg.slice(0, 100)}`);
    return parser.parse(compact);
  } catch (error) {
    if (error instanceof CamLensError) throw error;
    return refuse(`cannot be read as XML: ${String(error)}`);
  }
}

function child(parent: unknown, name: string): unknown {
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, name)
    ? (parent as Element)[name]
    : undefined;
}

/** An empty element is text to the parser; here it is an element without children. */
function elementOf(parent: unknown, name: string): Element | undefined {
  const value = child(parent, name);
  if (value === '') return {};
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Element) : undefined;
}

function textOf(parent: unknown, name: string): string | undefined {
  const value = child(parent, name);
  return typeof value === 'string'
    ? value.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => predefined[entity]!)
    : undefined;
}

function numberOf(parent: unknown, name: string): number | undefined {
  const text = textOf(parent, name)?.trim();
  const value = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
