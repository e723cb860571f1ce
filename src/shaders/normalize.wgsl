// Min-max of every heatmap, in place: (v − min) / (max − min); all zero where it is constant or not finite.
// Minimum and maximum are found with atomics over keys that sort as the numbers do; whole numbers have no rounding, so
// the result does not depend on the order.

@group(0) @binding(0) var<storage, read> items: array<Item>;
@group(0) @binding(1) var<storage, read_write> heatmaps: array<f32>;
// [heatmaps, 2]: the largest inverted key and the largest key, so that zero is the start of both.
@group(0) @binding(2) var<storage, read_write> keys: array<array<atomic<u32>, 2>>;
// [heatmaps, 2]: bits of the float32 minimum and maximum; both NaN where a value was not finite.
@group(0) @binding(3) var<storage, read_write> ranges: array<vec2u>;

const infinity_bits = 0x7f800000u;
const nan_bits = 0x7fc00000u;

fn to_key(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  return select(bits | 0x80000000u, ~bits, bits >> 31u == 1u);
}

fn from_key(key: u32) -> u32 {
  return select(~key, key & 0x7fffffffu, key >> 31u == 1u);
}

fn is_finite(bits: u32) -> bool {
  return (bits & infinity_bits) != infinity_bits;
}

@compute @workgroup_size(64, 1, 1)
fn clear(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&items)) {
    atomicStore(&keys[id.x][0], 0u);
    atomicStore(&keys[id.x][1], 0u);
  }
}

@compute @workgroup_size(64, 1, 1)
fn reduce(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let first = id.y * band_rows;
  if (id.x >= item.width || first >= item.height) {
    return;
  }
  var smallest = 0u;
  var largest = 0u;
  for (var y = first; y < min(first + band_rows, item.height); y++) {
    let key = to_key(heatmaps[item.pixel_offset + y * item.width + id.x]);
    smallest = max(smallest, ~key);
    largest = max(largest, key);
  }
  // Most bands hold no new extreme: looking first spares the atomic.
  if (smallest > atomicLoad(&keys[id.z][0])) {
    atomicMax(&keys[id.z][0], smallest);
  }
  if (largest > atomicLoad(&keys[id.z][1])) {
    atomicMax(&keys[id.z][1], largest);
  }
}

@compute @workgroup_size(64, 1, 1)
fn apply(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let first = id.y * band_rows;
  if (id.x >= item.width || first >= item.height) {
    return;
  }
  let bits = vec2u(from_key(~atomicLoad(&keys[id.z][0])), from_key(atomicLoad(&keys[id.z][1])));
  let finite = is_finite(bits.x) && is_finite(bits.y);
  if (id.x == 0u && id.y == 0u) {
    ranges[id.z] = select(vec2u(nan_bits), bits, finite);
  }
  let minimum = bitcast<f32>(bits.x);
  let range = bitcast<f32>(bits.y) - minimum;
  let varies = finite && range > 0.0;
  for (var y = first; y < min(first + band_rows, item.height); y++) {
    let i = item.pixel_offset + y * item.width + id.x;
    heatmaps[i] = select(0.0, (heatmaps[i] - minimum) / range, varies);
  }
}
