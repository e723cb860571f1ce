/**
 * Computes from a file's bytes how much memory its parsed messages will take: two bytes can become an object with ten
 * lists. Nothing is stored, and weights are skipped.
 */
import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Bytes in V8, measured, rounded up. */
const costs = {
  message: 64,
  /** Of a message, even if it is empty. */
  list: 40,
  /** The memory that a list allocates for its first entry. */
  firstEntry: 150,
  text: 56,
  /** A view of the file's bytes. */
  bytes: 120,
  /** 64-bit integers are objects. */
  wholeNumber: 40,
  number: 16,
  unknown: 170,
} as const;

/** Maximum nesting of messages, as in the parser. */
const deepest = 100;

/**
 * @returns bytes, approximately
 * @throws Error if the bytes are not a message of that kind, or are nested too deeply
 */
export function messageSize(schema: DescMessage, bytes: Uint8Array): number {
  const scan = new Scan(bytes);
  scan.message(schema, bytes.length, 1);
  return scan.sizeBytes;
}

/** Reads as the parser does, so that both see the same messages even in damaged files. */
class Scan {
  sizeBytes = 0;
  readonly #reader: BinaryReader;

  constructor(bytes: Uint8Array) {
    this.#reader = new BinaryReader(bytes);
  }

  message(schema: DescMessage, sizeBytes: number, depth: number): void {
    if (depth > deepest) throw new RangeError('messages are nested too deeply');
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
      // Text may take two bytes per character; other bytes are not copied.
      this.sizeBytes += costs[field.kind] + (field.kind === 'text' ? 2 * length : 0);
      return;
    }
    const isPacked = field.isList && wireType === WireType.LengthDelimited;
    this.sizeBytes += field.cost * (isPacked ? this.#packed(field) : this.#one(field));
  }

  /** @returns their number */
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
