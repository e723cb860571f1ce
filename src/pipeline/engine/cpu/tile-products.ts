/**
 * The inner loop of the stage `vote` on the CPU: all products of 4 vectors with 8 others, four at a time in float32. JavaScript
 * has no instruction for that, WebAssembly has. ONNX Runtime Web needs WebAssembly with such instructions too.
 */
import { i32, op, wasmModule, type Code } from './wasm-module.ts';

/** Vectors lie side by side in blocks of so many: [blocks, length, block]. */
export const block = 8;
/** Rows of a tile; it has `block` columns. */
export const tileRows = 4;

const lanes = 4;
const bytesPerValue = 4;
const bytesPerVector = lanes * bytesPerValue;
const bytesPerPage = 65536;

export interface TileProducts {
  /** [blocks, length, block], to be filled in. */
  readonly vectors: Float32Array;
  /** [tileRows, block]: the products last computed. */
  readonly products: Float32Array;
  /**
   * Computes the products of the vectors `row` … `row` + 3 with the vectors `column` … `column` + 7.
   * @param row a multiple of `tileRows`
   * @param column a multiple of `block`
   */
  readonly multiply: (row: number, column: number) => void;
}

/** @param length of each vector, at least 1 */
export function tileProducts(blocks: number, length: number): TileProducts {
  const values = blocks * length * block;
  const sizeBytes = bytesPerValue * (values + tileRows * block);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(sizeBytes / bytesPerPage) });
  const { exports } = new WebAssembly.Instance(compiled(), { host: { memory } });
  const run = exports['run'] as (rows: number, columns: number, end: number, to: number) => void;
  const strideBytes = bytesPerValue * block;
  const addressOf = (place: number): number =>
    Math.floor(place / block) * length * strideBytes + (place % block) * bytesPerValue;
  const to = bytesPerValue * values;
  return {
    vectors: new Float32Array(memory.buffer, 0, values),
    products: new Float32Array(memory.buffer, to, tileRows * block),
    multiply: (row, column) => {
      const rows = addressOf(row);
      run(rows, addressOf(column), rows + length * strideBytes, to);
    },
  };
}

let module: WebAssembly.Module | undefined;

function compiled(): WebAssembly.Module {
  return (module ??= new WebAssembly.Module(wasmModule({ parameters: 4, vectors: sumCount + 3, body: body() })));
}

const sumCount = (tileRows * block) / lanes;

/** Parameters: addresses of the rows and columns, where the rows end, and of the result. */
function body(): Code {
  const [rows, columns, end, to] = [0, 1, 2, 3];
  const [firstSum, left, right, value] = [4, 4 + sumCount, 5 + sumCount, 6 + sumCount];
  const tile = Array.from({ length: tileRows }, (_, row) => row);
  const halves = [left, right];
  const sumOf = (row: number, half: number): number => firstSum + 2 * row + half;
  const advance = (address: number): Code => [
    ...[...op.get(address), ...i32(bytesPerValue * block), ...op.addI32],
    ...op.set(address),
  ];
  const step = [
    ...halves.flatMap((half, h) => [...op.get(columns), ...op.load(h * bytesPerVector), ...op.set(half)]),
    ...tile.flatMap((row) => [
      ...[...op.get(rows), ...op.loadSplat(row * bytesPerValue), ...op.set(value)],
      ...halves.flatMap((half, h) => [
        ...[...op.get(sumOf(row, h)), ...op.get(value), ...op.get(half), ...op.multiply, ...op.add],
        ...op.set(sumOf(row, h)),
      ]),
    ]),
    ...advance(columns),
    ...advance(rows),
  ];
  return [
    ...op.repeatWhile(step, [...op.get(rows), ...op.get(end), ...op.lessU32]),
    ...tile.flatMap((row) =>
      halves.flatMap((_, h) => [
        ...[...op.get(to), ...op.get(sumOf(row, h)), ...op.store((2 * row + h) * bytesPerVector)],
      ]),
    ),
  ];
}
