/**
 * Writes a WebAssembly module of one function, by the binary format of the specification (WebAssembly Core 2.0, chapter 5). Only
 * what the kernels of the CPU engine use.
 */
import { CamLensError } from '../../../errors.ts';

/** Bytes of instructions. */
export type Code = readonly number[];

/** A constant, or a size or index in other instructions: LEB128 of 7 bits a byte, lowest first. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** Pushes a constant of 0 … 63. */
export function i32(value: number): Code {
  if (!Number.isInteger(value) || value < 0 || value > 63)
    throw new CamLensError('internal', `The constant ${value} is not 0 … 63.`);
  return [0x41, value];
}

const simd = (code: number): number[] => [0xfd, ...unsigned(code)];
/** Alignment to 4 bytes, as a power of 2. */
const aligned = 2;
const noResult = 0x40;
const end = 0x0b;

/** Instructions, by what they do. */
export const op = {
  /** local.get */
  get: (local: number): Code => [0x20, ...unsigned(local)],
  /** local.set */
  set: (local: number): Code => [0x21, ...unsigned(local)],
  /** i32.add */
  addI32: [0x6a],
  /** i32.lt_u */
  lessU32: [0x49],
  /** v128.load */
  load: (offset: number): Code => [...simd(0x00), aligned, ...unsigned(offset)],
  /** v128.load32_splat: one number in all four lanes */
  loadSplat: (offset: number): Code => [...simd(0x09), aligned, ...unsigned(offset)],
  /** v128.store */
  store: (offset: number): Code => [...simd(0x0b), aligned, ...unsigned(offset)],
  /** f32x4.add */
  add: simd(0xe4),
  /** f32x4.mul */
  multiply: simd(0xe6),
  /** loop, br_if: at least once */
  repeatWhile: (body: Code, condition: Code): Code => [0x03, noResult, ...body, ...condition, 0x0d, 0, end],
} as const;

const types = { i32: 0x7f, v128: 0x7b, function: 0x60 };
const kinds = { function: 0, memory: 2 };

/**
 * A module that exports the function `run` and imports its memory, `host.memory`.
 * @param parameters of the function, i32 each
 * @param vectors local variables of four float32 numbers, 0 at first; they are counted on from the parameters
 */
export function wasmModule({
  parameters,
  vectors,
  body,
}: {
  readonly parameters: number;
  readonly vectors: number;
  readonly body: Code;
}): Uint8Array<ArrayBuffer> {
  const locals = list([[...unsigned(vectors), types.v128]]);
  const signature = [types.function, ...list(Array.from({ length: parameters }, () => [types.i32])), ...list([])];
  // Of any size: no maximum, and at least 0 pages.
  const memory = [...name('host'), ...name('memory'), kinds.memory, 0, 0];
  return Uint8Array.from([
    ...[0, ...characters('asm'), 1, 0, 0, 0],
    ...section(1, [signature]),
    ...section(2, [memory]),
    ...section(3, [[0]]),
    ...section(7, [[...name('run'), kinds.function, 0]]),
    ...section(10, [sized([...locals, ...body, end])]),
  ]);
}

function section(id: number, entries: readonly Code[]): Code {
  return [id, ...sized(list(entries))];
}

function list(entries: readonly Code[]): Code {
  return [...unsigned(entries.length), ...entries.flat()];
}

function sized(bytes: Code): Code {
  return [...unsigned(bytes.length), ...bytes];
}

function name(text: string): Code {
  return sized(characters(text));
}

/** ASCII. */
function characters(text: string): Code {
  return Array.from(text, (character) => character.charCodeAt(0));
}
