// ReLU that preserves non-finite values, including minus infinity. They are recognised by their bits: a shader may
// assume that no float is NaN, and max(NaN, 0) may be 0.
const infinite = 0x7f800000u;

fn rectified(value: f32) -> f32 {
  let bits = bitcast<u32>(value);
  return select(value, 0.0, bits >> 31u == 1u && (bits & 0x7fffffffu) < infinite);
}
