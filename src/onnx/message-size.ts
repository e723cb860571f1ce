/**
 * What the messages of a file will take in memory once they are read, told from its bytes: two bytes can become an object
 * with ten lists. Nothing is kept on the way, and weights are jumped over.
 */
import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Bytes in V8, measured, rounded up. */
const costs = {
  message: 64,
  /** Of a message, whether it has entries or none. */
  list: 40,
  /** The room that a list makes with its first entry. */
  firstEntry: 150,
  text: 56,
  /** A view of the file's bytes. */
  bytes: 120,
  /** Integers of 64 bits are objects. */
  wholeNumber: 40,
  number: 16,
  unknown: 170,
} as const;

/** As deep as messages may lie in one another, for the reader of messages too. */
const deepest = 100;

/**
 * @returns bytes, roughly
 * @throws Error where the bytes are no message of that kind, or lie too deep in one another
 */
export function messageSize(schema: DescMessage, bytes: Uint8Array): number {
  const scan = new Scan(bytes);
  scan.message(schema, bytes.length, 1);
  return scan.sizeBytes;
}

/** Reads as the reader of messages does, so that both see the same messages in damaged files too. */
class Scan {
  sizeBytes = 0;
  readonly #reader: BinaryReader;

  constructor(bytes: Uint8Array) {
    this.#reader = new BinaryReader(bytes);
  }

  message(schema: DescMessage, sizeBytes: number, depth: number): void {
    if (depth > deepest) throw new RangeError('messages lie too deep in one another');
    const { lists, fields } = layoutOf(schema);
    const reader = this.#reader;
    const end = reader.pos + sizeBytes;
    this.sizeBytes += costs.message + lists * costs.list;
    while (reader.pos < end) {
      const [number, wireType] = reader.tag();
      const field = fields.get(number);
      if (field !== undefined) this.#field(field, wireType, depth);
      else {
        this.sizeBytes += costs.unknown;
        reader.skip(wireType, number, deepest - depth);
      }
    }
  }

  #field(field: Field, wireType: WireType, depth: number): void {
    const reader = this.#reader;
    if (field.isList) this.sizeBytes += costs.firstEntry / 2;
    if (field.message !== undefined) {
      this.message(field.message, reader.uint32(), depth + 1);
      return;
    }
    if (field.kind === 'text' || field.kind === 'bytes') {
      const length = reader.uint32();
      this.#jump(length);
      // Text may take two bytes a character; other bytes stay where they are.
      this.sizeBytes += costs[field.kind] + (field.kind === 'text' ? 2 * length : 0);
      return;
    }
    const isPacked = field.isList && wireType === WireType.LengthDelimited;
    this.sizeBytes += field.cost * (isPacked ? this.#packed(field) : this.#one(field));
  }

  /** @returns how many there are */
  #packed(field: Field): number {
    const reader = this.#reader;
    const end = reader.uint32() + reader.pos;
    let count = 0;
    for (; reader.pos < end; count += 1) this.#one(field);
    return count;
  }

  #one({ width }: Field): 1 {
    if (width > 0) this.#jump(width);
    else this.#reader.skip(WireType.Varint);
    return 1;
  }

  #jump(sizeBytes: number): void {
    this.#reader.pos += sizeBytes;
    if (this.#reader.pos > this.#reader.len) throw new RangeError('premature end');
  }
}

interface Field {
  readonly isList: boolean;
  readonly message: DescMessage | undefined;
  readonly kind: 'text' | 'bytes' | 'number';
  /** Bytes in the file; 0 where that depends on the number. */
  readonly width: number;
  /** Bytes in memory. */
  readonly cost: number;
}

interface Layout {
  readonly lists: number;
  readonly fields: ReadonlyMap<number, Field>;
}

const layouts = new WeakMap<DescMessage, Layout>();

function layoutOf(schema: DescMessage): Layout {
  const known = layouts.get(schema);
  if (known !== undefined) return known;
  const lists = schema.fields.filter(({ fieldKind }) => fieldKind === 'list').length;
  const layout = { lists, fields: new Map(schema.fields.map((field) => [field.number, fieldOf(field)])) };
  layouts.set(schema, layout);
  return layout;
}

const widths: ReadonlyMap<ScalarType | undefined, number> = new Map([
  ...[ScalarType.FLOAT, ScalarType.FIXED32, ScalarType.SFIXED32].map((type) => [type, 4] as const),
  ...[ScalarType.DOUBLE, ScalarType.FIXED64, ScalarType.SFIXED64].map((type) => [type, 8] as const),
]);

const large: ReadonlySet<ScalarType | undefined> = new Set([ScalarType.INT64, ScalarType.UINT64, ScalarType.SINT64]);

function fieldOf(field: DescField): Field {
  const scalar = 'scalar' in field ? field.scalar : undefined;
  return {
    isList: field.fieldKind === 'list',
    message: 'message' in field ? field.message : undefined,
    kind: scalar === ScalarType.STRING ? 'text' : scalar === ScalarType.BYTES ? 'bytes' : 'number',
    width: widths.get(scalar) ?? 0,
    cost: large.has(scalar) ? costs.wholeNumber : costs.number,
  };
}
