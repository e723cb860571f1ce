// A heatmap's range, as the bits of its float32 minimum and maximum; both NaN if a value was not finite. Bits, because
// a shader may assume that floats are never NaN.
const nan_bits = 0x7fc00000u;

// Uniform or not finite: such a heatmap is zero everywhere.
fn is_empty(range: vec2u) -> bool {
  return range.x == nan_bits || bitcast<f32>(range.y) <= bitcast<f32>(range.x);
}

// Min-max, 0…1, for ranges that are not empty.
fn normalized(values: vec4f, range: vec2u) -> vec4f {
  let minimum = bitcast<f32>(range.x);
  return (values - minimum) / (bitcast<f32>(range.y) - minimum);
}
