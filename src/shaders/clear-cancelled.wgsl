// Signed maps become 0 where positive and negative terms cancel at all positions: where the map's largest magnitude is
// below a share of the largest sum of its positive terms. One workgroup decides for one map, then writes it. Non-finite
// values do not change.

#import "shared/group-totals.wgsl"

struct Parameters {
  // Positions of one map, height times width.
  positions: u32,
  share: f32,
}

const infinite = 0x7f800000u;
const largest_finite = 0x1.fffffep127f;

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, H, W]
@group(0) @binding(1) var<storage, read> maps: array<f32>;
// [N, H, W]
@group(0) @binding(2) var<storage, read> positives: array<f32>;
// [N, H, W], as bits
@group(0) @binding(3) var<storage, read_write> cleared: array<u32>;

fn is_finite(value: f32) -> bool {
  return (bitcast<u32>(value) & infinite) != infinite;
}

@compute @workgroup_size(256, 1, 1)
fn clear(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let first = group.x * parameters.positions;
  let end = first + parameters.positions;
  var magnitude = 0.0;
  var positive = 0.0;
  for (var p = first + index; p < end; p += invocations) {
    magnitude = max(magnitude, select(largest_finite, abs(maps[p]), is_finite(maps[p])));
    positive = max(positive, select(0.0, positives[p], is_finite(positives[p])));
  }
  let is_cancelled = largest_of_all(index, magnitude) < parameters.share * largest_of_all(index, positive);
  for (var p = first + index; p < end; p += invocations) {
    cleared[p] = select(bitcast<u32>(maps[p]), 0u, is_cancelled);
  }
}
