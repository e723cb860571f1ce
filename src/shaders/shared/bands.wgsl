// An invocation walks down a band of one column, so that what depends on the column alone is done once.
// Rows of a band of pixels, and of a band of mask words.
const band_rows = 64u;
const band_word_rows = 8u;

// Four steps at a time cost less than four turns of a loop. Beyond `end` the last step is done again, which must not
// matter to the result.
fn four_from(first: u32, end: u32) -> vec4u {
  return min(vec4u(first) + vec4u(0u, 1u, 2u, 3u), vec4u(end - 1u));
}
