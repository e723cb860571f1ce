// Min-max of every heatmap, in place: (v − min) / (max − min); all zero where it is constant or not finite.
// Minimum and maximum are found with atomics over keys that sort as the numbers do; whole numbers have no rounding, so
// the result does not depend on the order.

@group(0) @binding(0) var<storage, read> items: array<Item>;
@group(0) @binding(1) var<storage, read_write> heatmaps: array<f32>;
// [heatmaps, 2]: the largest inverted key and the largest key, so that zero is the start of both.
@group(0) @binding(2) var<storage, read_write> extremes: array<array<atomic<u32>, 2>>;
// [heatmaps, 2]: bits of the float32 minimum and maximum; both NaN where a value was not finite.
@group(0) @binding(3) var<storage, read_write> ranges: array<vec2u>;

const infinity_bits = 0x7f800000u;
const nan_bits = 0x7fc00000u;

fn to_keys(values: vec4f) -> vec4u {
  let bits = bitcast<vec4u>(values);
  return select(bits | vec4u(0x80000000u), ~bits, bits >> vec4u(31u) == vec4u(1u));
}

fn from_key(key: u32) -> u32 {
  return select(~key, key & 0x7fffffffu, key >> 31u == 1u);
}

fn largest_of(keys: vec4u) -> u32 {
  let pair = max(keys.xy, keys.zw);
  return max(pair.x, pair.y);
}

fn is_finite(bits: u32) -> bool {
  return (bits & infinity_bits) != infinity_bits;
}

@compute @workgroup_size(64, 1, 1)
fn clear(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&items)) {
    atomicStore(&extremes[id.x][0], 0u);
    atomicStore(&extremes[id.x][1], 0u);
  }
}

@compute @workgroup_size(64, 1, 1)
fn reduce(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let first = id.y * band_rows;
  if (id.x >= item.width || first >= item.height) {
    return;
  }
  let end = min(first + band_rows, item.height);
  var smallest = vec4u();
  var largest = vec4u();
  for (var y = first; y < end; y += 4u) {
    let i = item.pixel_offset + four_from(y, end) * item.width + id.x;
    let keys = to_keys(vec4f(heatmaps[i.x], heatmaps[i.y], heatmaps[i.z], heatmaps[i.w]));
    smallest = max(smallest, ~keys);
    largest = max(largest, keys);
  }
  // Most bands hold no new extreme: looking first spares the atomic.
  if (largest_of(smallest) > atomicLoad(&extremes[id.z][0])) {
    atomicMax(&extremes[id.z][0], largest_of(smallest));
  }
  if (largest_of(largest) > atomicLoad(&extremes[id.z][1])) {
    atomicMax(&extremes[id.z][1], largest_of(largest));
  }
}

@compute @workgroup_size(64, 1, 1)
fn apply(@builtin(global_invocation_id) id: vec3u) {
  let item = items[id.z];
  let first = id.y * band_rows;
  if (id.x >= item.width || first >= item.height) {
    return;
  }
  let bits = vec2u(from_key(~atomicLoad(&extremes[id.z][0])), from_key(atomicLoad(&extremes[id.z][1])));
  let finite = is_finite(bits.x) && is_finite(bits.y);
  if (id.x == 0u && id.y == 0u) {
    ranges[id.z] = select(vec2u(nan_bits), bits, finite);
  }
  let minimum = bitcast<f32>(bits.x);
  let range = bitcast<f32>(bits.y) - minimum;
  let varies = finite && range > 0.0;
  let end = min(first + band_rows, item.height);
  for (var y = first; y < end; y += 4u) {
    let i = item.pixel_offset + four_from(y, end) * item.width + id.x;
    let values = vec4f(heatmaps[i.x], heatmaps[i.y], heatmaps[i.z], heatmaps[i.w]);
    let normalized = select(vec4f(), (values - minimum) / range, varies);
    heatmaps[i.x] = normalized.x;
    heatmaps[i.y] = normalized.y;
    heatmaps[i.z] = normalized.z;
    heatmaps[i.w] = normalized.w;
  }
}
