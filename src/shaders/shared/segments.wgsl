// A segment: a maximal run of set bits inside one mask word. Its first pixel stands for it in every later stage.

// Bits that begin a segment.
fn segment_starts(word: u32) -> u32 {
  return word & ~(word << 1u);
}

// Set bits from `bit` upwards, in one run.
fn run_length(word: u32, bit: u32) -> u32 {
  return countTrailingZeros(~(word >> bit));
}

// Where the segment that holds `bit` begins.
fn run_start(word: u32, bit: u32) -> u32 {
  return bit + 1u - countLeadingZeros(~(word << (31u - bit)));
}

// `count` set bits from `bit` upwards.
fn run_bits(bit: u32, count: u32) -> u32 {
  return (0xffffffffu >> (32u - count)) << bit;
}
