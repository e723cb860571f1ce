/** With a capital first letter, as in headings; the rest as it is. */
export function capitalized(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
