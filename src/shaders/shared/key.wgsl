// Floats as integers with the same order: -NaN, -infinity, …, -0, 0, …, infinity, NaN.
fn to_key(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  return select(bits | 0x80000000u, ~bits, bits >> 31u == 1u);
}

// The bits of the float.
fn from_key(key: u32) -> u32 {
  return select(~key, key & 0x7fffffffu, key >> 31u == 1u);
}
