import { knownSize } from '../../onnx/dimensions.ts';
import { own } from '../../own.ts';
import { gatherBack } from '../gather-back.ts';
import type { Rule, Step } from '../rule.ts';

/**
 * Pads x with zeros (or any constant): g without the border. If pads are negative, x was cropped: g is padded with
 * zeros. If the border repeats entries of x, g at the border is added to these too.
 */
export const Pad: Rule = (step) => {
  const mode = step.text('mode', 'constant');
  const rank = step.knownShape(step.input()).length;
  const pads = readPads(step, rank);
  if (mode !== 'constant') return [foldBorder(step, mode, pads)];
  if (step.needs(2)) step.refuse('the value it pads with depends on a layer');

  const toEnd = 2 ** 31 - 1;
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const cut = axes.filter((axis) => (pads[axis] ?? 0) > 0 || (pads[axis + rank] ?? 0) > 0);
  const starts = cut.map((axis) => Math.max(0, pads[axis] ?? 0));
  const ends = cut.map((axis) => ((pads[axis + rank] ?? 0) > 0 ? -(pads[axis + rank] ?? 0) : toEnd));
  const inner =
    cut.length === 0
      ? step.gradient()
      : step.emit('Slice', [step.gradient(), step.ints(starts), step.ints(ends), step.ints(cut)]);
  if (pads.every((size) => size >= 0)) return [inner];
  return [step.emit('Pad', [inner, step.ints(pads.map((size) => Math.max(0, -size)))])];
};

/** mode: from a position relative to the first entry of x, outside x, to the entry that is repeated there. */
const borders: Readonly<Record<string, (at: number, size: number) => number>> = {
  edge: (at, size) => Math.min(Math.max(at, 0), size - 1),
  reflect: (at, size) => {
    const last = size - 1;
    return last === 0 ? 0 : last - Math.abs(last - (((at % (2 * last)) + 2 * last) % (2 * last)));
  },
  wrap: (at, size) => ((at % size) + size) % size,
};

/** One axis at a time, each of which must have a known size. */
function foldBorder(step: Step, mode: string, pads: readonly number[]): string {
  const source = own(borders, mode) ?? step.refuse(`its mode is "${mode}"`);
  if (pads.some((rows) => rows < 0)) step.refuse(`it crops in mode "${mode}"`);
  const shape = step.knownShape(step.input());
  return shape.reduce<string>((gradient, known, axis) => {
    const [before = 0, after = 0] = [pads[axis], pads[axis + shape.length]];
    if (before === 0 && after === 0) return gradient;
    const size = knownSize(known) ?? step.refuse(`it pads axis ${axis} in mode "${mode}", and its size is free`);
    step.checkTable(before + size + after);
    const sources = Array.from({ length: before + size + after }, (_, i) => source(i - before, size));
    return gatherBack(step, gradient, { axis, rank: shape.length, sources, size });
  }, step.gradient());
}

/** Pads before every axis, then after; since operator set 18 a node may name the axes they apply to. */
function readPads(step: Step, rank: number): readonly number[] {
  const given = step.inputInts(1) ?? step.refuse('its pads are known only at run time');
  if ((step.node.input[3] ?? '') === '') return given;
  const axes = step.inputInts(3) ?? step.refuse('its axes are known only at run time');
  const pads = Array.from({ length: 2 * rank }, () => 0);
  axes.forEach((axis, i) => {
    const at = axis < 0 ? axis + rank : axis;
    [pads[at], pads[at + rank]] = [given[i] ?? 0, given[i + axes.length] ?? 0];
  });
  return pads;
}
