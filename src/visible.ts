/**
 * Names that strangers gave, safe to show. A terminal obeys control characters, and direction marks turn the text behind
 * them: "gpj.exe" may read "exe.jpg". What has no look of its own is shown by its code instead.
 */

/** Controls, format characters (direction marks, joiners, zero-width spaces), line and paragraph ends, half surrogates. */
const lookless = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Every one of them as `\u202e`, in a name or in a message that holds names. */
export function visible(text: string): string {
  return text.replace(lookless, escaped);
}

/**
 * As `visible`, for text that has its own ends of lines and tabs. JSON means the same afterwards: in it, such characters
 * stand in strings alone.
 */
export function visibleText(text: string): string {
  return text.replace(lookless, (character) =>
    character === '\n' || character === '\t' ? character : escaped(character),
  );
}

/** By UTF-16, as JSON and JavaScript write it. */
function escaped(character: string): string {
  return character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
