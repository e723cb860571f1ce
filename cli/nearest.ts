/** "Did you mean …?": finds the known word closest to what was typed. */

/** A sentence with a leading space, or '' if no known word is close. */
export function didYouMean(typed: string, known: readonly string[], shown = (word: string): string => word): string {
  const word = nearest(typed, known);
  return word === undefined ? '' : ` Did you mean ${shown(word)}?`;
}

/** Undefined if more than one letter and more than a third of the word differ. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const lower = typed.toLowerCase();
  const most = Math.max(1, Math.floor(lower.length / 3));
  const ranked = known
    .map((word) => ({ word, changes: distance(lower, word.toLowerCase()) }))
    .filter(({ changes }) => changes <= most)
    .sort((a, b) => a.changes - b.changes);
  return ranked[0]?.word ?? onlyOneThatBegins(lower, known);
}

/** Accepts a unique prefix such as `--annot`. */
function onlyOneThatBegins(typed: string, known: readonly string[]): string | undefined {
  const [first, ...others] = typed.length < 3 ? [] : known.filter((word) => word.toLowerCase().startsWith(typed));
  return others.length === 0 ? first : undefined;
}

/**
 * Number of insertions, deletions, substitutions and swaps of adjacent letters (optimal string alignment; Damerau 1964,
 * Levenshtein 1966). Infinite for words longer than 64 letters, because names are short.
 */
export function distance(a: string, b: string): number {
  if (Math.max(a.length, b.length) > 64) return Infinity;
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const [row, above] = [[i], rows[i - 1]!];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? rows[i - 2]![j - 2]! + 1 : Infinity;
      row.push(Math.min(row[j - 1]! + 1, above[j]! + 1, above[j - 1]! + Number(!isSame), swapped));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
