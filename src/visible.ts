/**
 * Makes untrusted names safe to show. A terminal obeys control characters, and direction marks reorder the text after
 * them: "gpj.exe" may read "exe.jpg". Invisible characters are replaced by their codes.
 */

/** Controls, format characters (direction marks, joiners, zero-width spaces), line and paragraph ends, half surrogates. */
const lookless = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Each of them as `\u202e`, in a name or in a message that contains names. */
export function visible(text: string): string {
  return text.replace(lookless, escaped);
}

/**
 * As `visible`, for text with its own line ends and tabs. JSON keeps its meaning: in it, such characters occur only in
 * strings.
 */
export function visibleText(text: string): string {
  return text.replace(lookless, (character) =>
    character === '\n' || character === '\t' ? character : escaped(character),
  );
}

/** As UTF-16, like JSON and JavaScript. */
function escaped(character: string): string {
  return character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
