// Copies of entries of a tensor, each multiplied by a heatmap of 0…1: Score-CAM's inputs to the network, and Guided
// Grad-CAM's product. Each invocation computes one value.

#import "shared/range.wgsl"

struct Parameters {
  // Heatmap i masks entry first + i · step.
  first: u32,
  step: u32,
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
// [heatmaps, H, W], before min-max
@group(0) @binding(2) var<storage, read> heatmaps: array<f32>;
// [heatmaps], minimum and maximum
@group(0) @binding(3) var<storage, read> ranges: array<vec2u>;
// [heatmaps, C, H, W]
@group(0) @binding(4) var<storage, read_write> masked: array<f32>;

@compute @workgroup_size(64, 1, 1)
fn multiply(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.positions) {
    return;
  }
  let heatmap = id.z;
  let range = ranges[heatmap];
  // A non-finite heatmap must leave a trace in the result.
  var factor = select(0.0, bitcast<f32>(range.x), range.x == nan_bits);
  if (!is_empty(range)) {
    factor = normalized(vec4f(heatmaps[heatmap * parameters.positions + id.x]), range).x;
  }
  let entry = parameters.first + heatmap * parameters.step;
  let value = tensor[(entry * parameters.channels + id.y) * parameters.positions + id.x];
  masked[(heatmap * parameters.channels + id.y) * parameters.positions + id.x] = factor * value;
}
