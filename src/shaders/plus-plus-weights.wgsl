// Activations and gradients → one weight per channel, the sum over space of a·ReLU(g), where a = g² / (2g² + ΣA·g³ +
// 1e-6), ΣA being the channel's sum over space (Grad-CAM++). A row of 16 invocations computes the weight of one channel
// of one picture.

#import "shared/lane-sum.wgsl"
#import "shared/rectify.wgsl"

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

// a·ReLU(g). The fraction is divided by g² or by 1e-6, whichever is larger: the square of a small gradient alone would
// underflow.
fn share(gradient: f32, mass: f32) -> f32 {
  if (bitcast<u32>(rectified(gradient)) == 0u) {
    return 0.0;
  }
  let scaled = 1e3 * gradient;
  let rest = 2.0 + mass * gradient;
  if (scaled < 1.0) {
    let square = scaled * scaled;
    return gradient * (square / (square * rest + 1.0));
  }
  let inverse = 1.0 / scaled;
  return gradient / (rest + inverse * inverse);
}

@compute @workgroup_size(16, 4, 1)
fn weigh(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  // Invocations beyond the last channel repeat it, so that all reach the barriers.
  let channel = id.z * parameters.channels + min(id.y, parameters.channels - 1u);
  let first = channel * parameters.positions;
  var own = 0.0;
  for (var i = local.x; i < parameters.positions; i += lanes) {
    own += activations[first + i];
  }
  let mass = sum_of_lanes(local.x, local.y, own);
  own = 0.0;
  for (var i = local.x; i < parameters.positions; i += lanes) {
    own += share(gradients[first + i], mass);
  }
  let weight = sum_of_lanes(local.x, local.y, own);
  if (local.x == 0u && id.y < parameters.channels) {
    weights[channel] = weight;
  }
}
