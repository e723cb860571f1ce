// Activations and gradients → one weight per channel, Σg·A / (ΣA + 1e-7), summed over space (XGrad-CAM). A row of 16
// invocations computes the weight of one channel of one picture.

#import "shared/lane-sum.wgsl"

struct Parameters {
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> activations: array<f32>;
// [N, C, H, W]
@group(0) @binding(2) var<storage, read> gradients: array<f32>;
// [N, C]
@group(0) @binding(3) var<storage, read_write> weights: array<f32>;

@compute @workgroup_size(16, 4, 1)
fn weigh(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  // Invocations beyond the last channel repeat it, so that all reach the barriers.
  let channel = id.z * parameters.channels + min(id.y, parameters.channels - 1u);
  let first = channel * parameters.positions;
  var products = 0.0;
  var activation = 0.0;
  for (var i = local.x; i < parameters.positions; i += lanes) {
    products += gradients[first + i] * activations[first + i];
    activation += activations[first + i];
  }
  let numerator = sum_of_lanes(local.x, local.y, products);
  let denominator = sum_of_lanes(local.x, local.y, activation) + 1e-7;
  if (local.x == 0u && id.y < parameters.channels) {
    weights[channel] = numerator / denominator;
  }
}
