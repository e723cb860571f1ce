// Extremes of every heatmap, as found by `upsample` → ranges. Readers of a heatmap use its range to normalise values as
// they read them, (v − min) / (max − min), which is cheaper than rewriting every pixel.

#import "shared/item.wgsl"
#import "shared/key.wgsl"
#import "shared/range.wgsl"
#import "shared/uniform.wgsl"

struct Parameters {
  // What is scaled to 0 and 1. 0: the heatmap's extremes; 1: the map's, before upsampling; 2: the map's, then the
  // heatmap's.
  rule: u32,
  // Added to each divisor.
  epsilon: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> items: array<Item>;
// [heatmaps, 2]: the largest inverted key and the largest key of the values.
@group(0) @binding(2) var<storage, read> extremes: array<vec2u>;
// The same of the maps at their own size.
@group(0) @binding(3) var<storage, read> map_extremes: array<vec2u>;
// [heatmaps, 2]
@group(0) @binding(4) var<storage, read_write> ranges: array<vec2u>;

const infinity_bits = 0x7f800000u;

fn bits_of(keys: vec2u) -> vec2u {
  return vec2u(from_key(~keys.x), from_key(keys.y));
}

fn are_finite(bits: vec2u) -> bool {
  return all((bits & vec2u(infinity_bits)) != vec2u(infinity_bits));
}

// The range of a heatmap that is not uniform.
fn range_of(own: vec2f, layer: vec2f) -> vec2f {
  let epsilon = parameters.epsilon;
  switch parameters.rule {
    case 1u: {
      return vec2f(layer.x, layer.y + epsilon);
    }
    case 2u: {
      // Divided by the first range, then by what it left of the heatmap's own range, plus epsilon, in one step.
      return vec2f(own.x, own.y + epsilon * (layer.y - layer.x + epsilon));
    }
    default: {
      return vec2f(own.x, own.y + epsilon);
    }
  }
}

@compute @workgroup_size(64, 1, 1)
fn to_ranges(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&items)) {
    return;
  }
  let own = bits_of(extremes[id.x]);
  let layer = bits_of(map_extremes[id.x]);
  if (!are_finite(own) || !are_finite(layer)) {
    ranges[id.x] = vec2u(nan_bits);
    return;
  }
  let extent = bitcast<vec2f>(own);
  if (is_uniform(extent)) {
    ranges[id.x] = own.xx;
    return;
  }
  let range = range_of(extent, bitcast<vec2f>(layer));
  // Both ends may be finite although their difference is not.
  let is_finite = are_finite(bitcast<vec2u>(vec2f(range.y - range.x, range.y)));
  ranges[id.x] = select(vec2u(nan_bits), bitcast<vec2u>(range), is_finite);
}
