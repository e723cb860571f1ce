import type { Rule, Step } from '../rule.ts';

/** Zeros (or any constant) round x: g without the border. Where pads are negative, x was cropped: zeros come back. */
export const Pad: Rule = (step) => {
  const mode = step.text('mode', 'constant');
  if (mode !== 'constant') step.refuse(`its mode is "${mode}"; only constant padding is handled`);
  if (step.needs(2)) step.refuse('the value it pads with depends on a layer');
  const rank = step.knownShape(step.input()).length;
  const pads = readPads(step, rank);

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

/** Rows before every axis, then behind; since operator set 18 a node may name the axes that it speaks of. */
function readPads(step: Step, rank: number): readonly number[] {
  const given = step.inputInts(1) ?? step.refuse('its pads are known only while it runs');
  if ((step.node.input[3] ?? '') === '') return given;
  const axes = step.inputInts(3) ?? step.refuse('its axes are known only while it runs');
  const pads = Array.from({ length: 2 * rank }, () => 0);
  axes.forEach((axis, i) => {
    const at = axis < 0 ? axis + rank : axis;
    [pads[at], pads[at + rank]] = [given[i] ?? 0, given[i + axes.length] ?? 0];
  });
  return pads;
}
