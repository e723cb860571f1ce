/** The equation of an Einsum node: which axes of its operands share a letter, and which of them are kept. */

export interface Equation {
  /** A letter for every axis. */
  readonly operands: readonly string[];
  readonly result: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const dots = '...';

/**
 * An ellipsis is replaced by new letters. Without an arrow, the result has the letters that appear once, in
 * alphabetical order.
 * @param ranks of the operands
 * @returns undefined if it does not fit the operands, or is not an equation
 */
export function readEquation(text: string, ranks: readonly number[]): Equation | undefined {
  const [left = '', right, ...rest] = text.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  if (rest.length > 0 || terms.length !== ranks.length) return undefined;
  const hidden = terms.map((term, i) => (term.includes(dots) ? (ranks[i] ?? 0) - (term.length - dots.length) : 0));
  const unused = Array.from(alphabet).filter((letter) => !text.includes(letter));
  const most = Math.max(...hidden);
  if (most > unused.length || hidden.some((count) => count < 0)) return undefined;
  const spell = (term: string, count: number): string => term.replace(dots, unused.slice(most - count, most).join(''));
  const operands = terms.map((term, i) => spell(term, hidden[i] ?? 0));
  const result = right === undefined ? spell(dots, most) + lone(left) : spell(right, most);
  const known = new Set(operands.join(''));
  const fits = operands.every((letters, i) => /^[A-Za-z]*$/.test(letters) && letters.length === ranks[i]);
  return fits && Array.from(result).every((letter) => known.has(letter)) ? { operands, result } : undefined;
}

function lone(left: string): string {
  const letters = Array.from(left).filter((letter) => alphabet.includes(letter));
  return letters
    .filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter))
    .sort()
    .join('');
}
