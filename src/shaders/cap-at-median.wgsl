// Caps maps at their median over all positions with strong seeds, `core` or higher; for an even number of positions,
// the lower of the two medians. One workgroup finds it for one map, bit by bit, with keys that sort as the numbers do;
// it only counts, so order does not matter. Then it caps the map.

#import "shared/group-totals.wgsl"
#import "shared/key.wgsl"

struct Parameters {
  // Positions of one channel, height times width; below 2²⁴, the limit for counting in float32.
  positions: u32,
  core: f32,
}

const infinite = 0x7f800000u;

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, M, H, W]
@group(0) @binding(1) var<storage, read> maps: array<f32>;
// [N, M, H, W]
@group(0) @binding(2) var<storage, read> seeds: array<f32>;
// [N, M, H, W], as bits
@group(0) @binding(3) var<storage, read_write> capped: array<u32>;

// Core positions whose key is below this one.
fn count_below(index: u32, first: u32, key: u32) -> f32 {
  var count = 0.0;
  for (var p = first + index; p < first + parameters.positions; p += invocations) {
    count += select(0.0, 1.0, seeds[p] >= parameters.core && to_key(maps[p]) < key);
  }
  return sum_of_all(index, count);
}

@compute @workgroup_size(256, 1, 1)
fn cap(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let first = group.x * parameters.positions;
  let all = count_below(index, first, 0xffffffffu);
  // The number of keys below the median.
  let before = floor((all - 1.0) / 2.0);
  // The largest key with no more than that many below it.
  var median = 0u;
  for (var bit = 0x80000000u; bit > 0u; bit >>= 1u) {
    let key = median | bit;
    if (count_below(index, first, key) <= before) {
      median = key;
    }
  }
  for (var p = first + index; p < first + parameters.positions; p += invocations) {
    let bits = bitcast<u32>(maps[p]);
    let is_finite = (bits & infinite) != infinite;
    let is_above = to_key(maps[p]) > median && all > 0.0;
    capped[p] = select(bits, from_key(median), is_finite && is_above);
  }
}
