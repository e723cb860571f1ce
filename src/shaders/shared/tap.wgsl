// Bilinear sampling along one axis: of `count` samples stretched to `size` pixels, the two samples on either side of a
// pixel.
struct Tap {
  low: u32,
  high: u32,
  fraction: f32,
}

// Position of pixel `i`, (i + 0.5)·count/size − 0.5, times 2·size: an integer, so it is exact.
fn tap_position(i: u32, count: u32, size: u32) -> i32 {
  return i32((2u * i + 1u) * count) - i32(size);
}

fn tap(i: u32, count: u32, size: u32) -> Tap {
  let position = u32(max(tap_position(i, count, size), 0));
  let low = position / (2u * size);
  if (low + 1u >= count) {
    return Tap(count - 1u, count - 1u, 0.0);
  }
  return Tap(low, low + 1u, f32(position - low * 2u * size) / f32(2u * size));
}

// The first pixel after `i` that is at or beyond sample `low` + 1; the end if there is none.
fn next_start(i: u32, low: u32, count: u32, size: u32) -> u32 {
  if (low + 1u >= count) {
    return size;
  }
  return max(i + 1u, (2u * size * (low + 1u) + size - count + 2u * count - 1u) / (2u * count));
}
