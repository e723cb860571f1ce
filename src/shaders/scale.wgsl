// Copies of one entry of a tensor, each multiplied by its own factor: the path of integrated gradients, from zero to
// the picture. Each invocation computes one value.

struct Parameters {
  // Which entry of the tensor.
  entry: u32,
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
// [copies]
@group(0) @binding(2) var<storage, read> factors: array<f32>;
// [copies, C, H, W]
@group(0) @binding(3) var<storage, read_write> scaled: array<f32>;

@compute @workgroup_size(64, 1, 1)
fn scale(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.positions) {
    return;
  }
  let value = tensor[(parameters.entry * parameters.channels + id.y) * parameters.positions + id.x];
  scaled[(id.z * parameters.channels + id.y) * parameters.positions + id.x] = factors[id.z] * value;
}
