// One entry of a tensor, blurred: each value becomes the weighted sum of its neighbourhood in its channel. The weights
// are a horizontal kernel times the same kernel vertically; outside the channel all is 0. Each invocation computes one
// value.

struct Parameters {
  // Which entry of the tensor.
  entry: u32,
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
  width: u32,
  // Length of the kernel, odd.
  taps: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C, H, W]
@group(0) @binding(1) var<storage, read> tensor: array<f32>;
// [taps]
@group(0) @binding(2) var<storage, read> kernel: array<f32>;
// [1, C, H, W]
@group(0) @binding(3) var<storage, read_write> blurred: array<f32>;

@compute @workgroup_size(64, 1, 1)
fn blur(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.positions) {
    return;
  }
  let width = i32(parameters.width);
  let height = i32(parameters.positions) / width;
  let x = i32(id.x) % width;
  let y = i32(id.x) / width;
  let reach = i32(parameters.taps) / 2;
  let channel = i32((parameters.entry * parameters.channels + id.y) * parameters.positions);
  var sum = 0.0;
  for (var down = max(-reach, -y); down <= min(reach, height - 1 - y); down++) {
    var row = 0.0;
    for (var across = max(-reach, -x); across <= min(reach, width - 1 - x); across++) {
      row += kernel[across + reach] * tensor[channel + (y + down) * width + x + across];
    }
    sum += kernel[down + reach] * row;
  }
  blurred[id.y * parameters.positions + id.x] = sum;
}
