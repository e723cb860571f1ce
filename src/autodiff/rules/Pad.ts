import type { Rule } from '../rule.ts';

/** Zeros (or any constant) round x: g without the border. Where pads are negative, x was cropped: zeros come back. */
export const Pad: Rule = (step) => {
  const mode = step.text('mode', 'constant');
  if (mode !== 'constant') step.refuse(`its mode is "${mode}"; only constant padding is handled`);
  if (step.needs(2)) step.refuse('the value it pads with depends on a layer');
  const pads = step.inputInts(1) ?? step.refuse('its pads are known only while it runs');
  const rank = step.knownShape(step.input()).length;
  if (pads.length !== 2 * rank) step.refuse('it pads only some axes, which is not handled');

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
