// An invocation walks down a band of one column, so that whatever depends only on the column is computed once.

// Four unrolled steps are cheaper than four iterations of a loop. Beyond `end` the last step is repeated, which must
// not change the result.
fn four_from(first: u32, end: u32) -> vec4u {
  return min(vec4u(first) + vec4u(0u, 1u, 2u, 3u), vec4u(end - 1u));
}
