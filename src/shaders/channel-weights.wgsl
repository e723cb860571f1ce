// Gradients → one weight per channel: their mean over space (Grad-CAM, equation 3). Each invocation computes the weight
// of one channel of one picture, so the order of the sum is fixed.

struct Parameters {
  // Pictures times channels.
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> gradients: array<f32>;
// [N, C]
@group(0) @binding(2) var<storage, read_write> weights: array<f32>;

@compute @workgroup_size(64, 1, 1)
fn average(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.channels) {
    return;
  }
  let first = id.x * parameters.positions;
  var sum = 0.0;
  for (var i = 0u; i < parameters.positions; i++) {
    sum += gradients[first + i];
  }
  weights[id.x] = sum / f32(parameters.positions);
}
