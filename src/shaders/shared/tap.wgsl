// Bilinear sampling along one axis.
struct Tap {
  low: u32,
  high: u32,
  fraction: f32,
}

// Of `count` samples stretched to `size` pixels, the two that pixel `i` lies between: (i + 0.5)·count/size − 0.5. As
// a fraction over 2·size it is exact in whole numbers.
fn tap(i: u32, count: u32, size: u32) -> Tap {
  let numerator = max((2u * i + 1u) * count, size) - size;
  let low = min(numerator / (2u * size), count - 1u);
  if (low == count - 1u) {
    return Tap(low, low, 0.0);
  }
  return Tap(low, low + 1u, f32(numerator - low * 2u * size) / f32(2u * size));
}
