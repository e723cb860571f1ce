// A segment: a maximal run of set bits inside one strip, which is this many mask words of a row. Its first pixel
// represents it in every later stage. Each invocation handles a strip.
const strip_words = 8u;

// Of a strip, the words of its row: the first, and the end.
fn strip_range(strip: u32, words_per_row: u32) -> vec2u {
  return vec2u(strip * strip_words, min((strip + 1u) * strip_words, words_per_row));
}

// The first bit of each segment in a word. `before`: the word to its left in the same strip; 0 if there is none.
fn segment_starts(word: u32, before: u32) -> u32 {
  return word & ~((word << 1u) | (before >> 31u));
}

// The last bit of each segment in a word. `after`: the word to its right in the same strip; 0 if there is none.
fn segment_ends(word: u32, after: u32) -> u32 {
  return word & ~((word >> 1u) | (after << 31u));
}
