// Gradients at the input → raw maps: at every pixel, the largest magnitude among the colour channels (saliency). Each
// invocation computes one pixel. Without their signs, floats sort like their bits, with infinity and NaN above all
// others.

struct Parameters {
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W], as the bits of float32
@group(0) @binding(1) var<storage, read> gradients: array<u32>;
// [N, H, W], as the bits of float32
@group(0) @binding(2) var<storage, read_write> maps: array<u32>;

@compute @workgroup_size(64, 1, 1)
fn take_largest(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.positions) {
    return;
  }
  var largest = 0u;
  for (var c = 0u; c < parameters.channels; c++) {
    largest = max(largest, gradients[(id.y * parameters.channels + c) * parameters.positions + id.x] & 0x7fffffffu);
  }
  maps[id.y * parameters.positions + id.x] = largest;
}
