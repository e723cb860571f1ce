// Extremes of every heatmap, as `upsample` found them → ranges. With these, whoever reads a heatmap normalises it on the
// way, (v − min) / (max − min): cheaper than writing every pixel once more.

@group(0) @binding(0) var<storage, read> items: array<Item>;
// [heatmaps, 2]: the largest inverted key and the largest key of the values.
@group(0) @binding(1) var<storage, read> extremes: array<vec2u>;
// [heatmaps, 2]
@group(0) @binding(2) var<storage, read_write> ranges: array<vec2u>;

const infinity_bits = 0x7f800000u;

@compute @workgroup_size(64, 1, 1)
fn to_ranges(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&items)) {
    return;
  }
  let bits = vec2u(from_key(~extremes[id.x].x), from_key(extremes[id.x].y));
  let is_finite = all((bits & vec2u(infinity_bits)) != vec2u(infinity_bits));
  ranges[id.x] = select(vec2u(nan_bits), bits, is_finite);
}
