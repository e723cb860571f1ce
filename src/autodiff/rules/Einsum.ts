import { readEquation } from '../../onnx/einsum.ts';
import { knownSize } from '../../onnx/dimensions.ts';
import type { Rule, Step } from '../rule.ts';

/**
 * y = a sum of products, with axes named by letters: each operand receives the sum of products of g and the other
 * operands that keeps its own letters. Letters that only it sums over are repeated.
 */
export const Einsum: Rule = (step) => {
  const ranks = step.node.input.map((name) => step.knownShape(name).length);
  const equation = readEquation(step.text('equation', ''), ranks) ?? step.refuse('its equation cannot be read');
  const { operands, result } = equation;
  if ([...operands, result].some((letters) => new Set(letters).size < letters.length)) {
    step.refuse('it takes a diagonal (a letter appears twice in one operand)');
  }
  checkSizes(step, operands);
  return operands.map((letters, i) => {
    if (!step.needs(i)) return undefined;
    const others = operands.flatMap((each, j) => (j === i ? [] : [{ letters: each, value: step.input(j) }]));
    const factors = [{ letters: result, value: step.gradient() }, ...others];
    const found = Array.from(letters).filter((letter) => factors.some((factor) => factor.letters.includes(letter)));
    const product = step.emit(
      'Einsum',
      factors.map(({ value }) => value),
      { equation: { string: `${factors.map((factor) => factor.letters).join()}->${found.join('')}` } },
    );
    const missing = Array.from(letters).flatMap((letter, axis) => (found.includes(letter) ? [] : [axis]));
    if (missing.length === 0) return product;
    return step.emit('Expand', [step.emitOverAxes('Unsqueeze', product, missing), step.runtimeShape(step.input(i))]);
  });
};

/** A size of 1 may be broadcast to another, and is then summed: refused. */
function checkSizes(step: Step, operands: readonly string[]): void {
  const sizes = new Map<string, number>();
  operands.forEach((letters, i) =>
    Array.from(letters).forEach((letter, axis) => {
      const size = knownSize(step.knownShape(step.input(i))[axis]);
      if (size === undefined) return;
      if ((sizes.get(letter) ?? size) !== size) step.refuse(`"${letter}" has several sizes in its equation`);
      sizes.set(letter, size);
    }),
  );
}
