// Weights and activations → raw maps: at every position the sum over channels of weight times activation, signed.
// A workgroup makes 16 positions of one picture: 16 slices of the channels are summed side by side, then in order.

struct Parameters {
  channels: u32,
  // Positions of one channel, height times width.
  positions: u32,
}

const tile = 16u;
const slices = 16u;

@group(0) @binding(0) var<uniform> parameters: Parameters;
// [N, C]
@group(0) @binding(1) var<storage, read> weights: array<f32>;
// [N, C, H, W]
@group(0) @binding(2) var<storage, read> activations: array<f32>;
// [N, H, W]
@group(0) @binding(3) var<storage, read_write> maps: array<f32>;

var<workgroup> sh_sums: array<array<f32, tile>, slices>;

@compute @workgroup_size(16, 16, 1)
fn sum_channels(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let position = id.x;
  let picture = id.z;
  let slice = (parameters.channels + slices - 1u) / slices;
  let end = min((local.y + 1u) * slice, parameters.channels);
  var sum = 0.0;
  if (position < parameters.positions) {
    for (var c = local.y * slice; c < end; c++) {
      let channel = picture * parameters.channels + c;
      sum += weights[channel] * activations[channel * parameters.positions + position];
    }
  }
  sh_sums[local.y][local.x] = sum;
  workgroupBarrier();
  if (local.y > 0u || position >= parameters.positions) {
    return;
  }
  var total = 0.0;
  for (var s = 0u; s < slices; s++) {
    total += sh_sums[s][local.x];
  }
  maps[picture * parameters.positions + position] = total;
}
